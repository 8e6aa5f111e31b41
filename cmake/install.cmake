# What is installed, in three components: `programs` with all that belongs to them, `runtime` for the
# shared library, `dev` for who builds against it.

# Debian's linker, CMake and pkg-config look here below /usr and below /usr/local. What the command
# line says is left alone: here it would become a path of the build folder.
if(CMAKE_LIBRARY_ARCHITECTURE AND NOT DEFINED CMAKE_INSTALL_LIBDIR)
    set(CMAKE_INSTALL_LIBDIR lib/${CMAKE_LIBRARY_ARCHITECTURE} CACHE PATH "Libraries")
endif()
include(GNUInstallDirs)

# install_with_paths(FILE DESTINATION FROM TO): installs a file of config/ in which FROM, a path, is
# TO below the prefix that is installed to, which is only known then.
function(install_with_paths file destination from to)
    cmake_path(GET file FILENAME name)
    install(CODE "
        file(READ \"${PROJECT_SOURCE_DIR}/config/${file}\" text)
        string(REPLACE \"${from}\" \"\${CMAKE_INSTALL_PREFIX}/${to}\" text \"\${text}\")
        set(path \"\${CMAKE_INSTALL_PREFIX}/${destination}/${name}\")
        message(STATUS \"Installing: \$ENV{DESTDIR}\${path}\")
        file(WRITE \"\$ENV{DESTDIR}\${path}\" \"\${text}\")
        file(CHMOD \"\$ENV{DESTDIR}\${path}\"
             PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
        list(APPEND CMAKE_INSTALL_MANIFEST_FILES \"\${path}\")" COMPONENT programs)
endfunction()

install(TARGETS mentorsync_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
install(TARGETS mentorsyncd RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR} COMPONENT programs)

set(share ${CMAKE_INSTALL_DATAROOTDIR})
set(examples ${CMAKE_INSTALL_DOCDIR}/examples)
install_with_paths(systemd/mentorsyncd.service lib/systemd/system /usr/sbin ${CMAKE_INSTALL_SBINDIR})
install_with_paths(mentorsync.example.json ${examples} schema/ ${share}/mentorsync/schema/)
install_with_paths(mapping.example.json ${examples} schema/ ${share}/mentorsync/schema/)
install(FILES config/systemd/mentorsync.sysusers DESTINATION lib/sysusers.d
    RENAME mentorsync.conf COMPONENT programs)
install(FILES config/systemd/credentials.conf config/prometheus/mentorsync.rules.yml
    DESTINATION ${examples} COMPONENT programs)
install(DIRECTORY config/schema config/templates DESTINATION ${share}/mentorsync COMPONENT programs)

set(manual ${MENTORSYNC_MANUAL_DIR})
install(FILES ${manual}/mentorsync.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT programs)
install(FILES ${manual}/mentorsync.json.5 ${manual}/mentorsync-mapping.5
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT programs)
install(FILES ${manual}/mentorsyncd.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 COMPONENT programs)
foreach(program IN ITEMS mentorsync mentorsyncd)
    install(FILES ${manual}/${program}.bash DESTINATION ${share}/bash-completion/completions
        RENAME ${program} COMPONENT programs)
    install(FILES ${manual}/_${program} DESTINATION ${share}/zsh/vendor-completions COMPONENT programs)
    install(FILES ${manual}/${program}.fish DESTINATION ${share}/fish/vendor_completions.d
        COMPONENT programs)
endforeach()

install(TARGETS mentorsync EXPORT mentorsync
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT dev
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES include/mentorsync/mentorsync.h
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mentorsync COMPONENT dev)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/mentorsync)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(mentorsyncConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT mentorsync NAMESPACE mentorsync:: FILE mentorsyncTargets.cmake
    DESTINATION ${package} COMPONENT dev)
install(FILES cmake/mentorsyncConfig.cmake ${PROJECT_BINARY_DIR}/mentorsyncConfigVersion.cmake
    DESTINATION ${package} COMPONENT dev)

set(pkgconfig ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH up /${pkgconfig} /)
string(REGEX REPLACE "/$" "" up ${up})
configure_file(cmake/mentorsync.pc.in mentorsync.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/mentorsync.pc DESTINATION ${pkgconfig} COMPONENT dev)
