# What mentorsync stands on, all from Debian 12.
find_package(CURL 7.88 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(Threads REQUIRED)
find_package(date REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS system)
# Its own package configuration wants the libraries that push and pull, too.
find_path(PROMETHEUS_INCLUDE_DIR prometheus/text_serializer.h REQUIRED)
find_library(PROMETHEUS_LIBRARY prometheus-cpp-core REQUIRED)
find_library(SYSTEMD_LIBRARY systemd REQUIRED)

# Header-only and without a package configuration in Debian 12.
find_path(RAPIDJSON_INCLUDE_DIR rapidjson/reader.h REQUIRED)
find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)
find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)

if(MENTORSYNC_TESTS)
    find_package(Boost 1.74 REQUIRED COMPONENTS unit_test_framework)
    find_path(NLOHMANN_INCLUDE_DIR nlohmann/json.hpp REQUIRED)
    find_path(RAPIDCHECK_INCLUDE_DIR rapidcheck.h REQUIRED)
    find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
endif()
