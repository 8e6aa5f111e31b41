#include "sync/run/configuration.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "sync/run/schedule.hpp"

namespace mentorsync {

namespace {

constexpr std::uintmax_t kMaximumBytes = std::uintmax_t{1} << 20U;

tl::unexpected<Obstacle> obstacle(Error error, Faults faults = {}) {
    return tl::unexpected(Obstacle{std::move(error), std::move(faults)});
}

// Reads and checks one portal's mapping; faults are added to `faults`.
Result<std::optional<Mapping>> load_mapping(const Settings& settings, const PortalSettings& portal,
                                            const std::optional<std::string>& given,
                                            Faults& faults) {
    const std::string path = resolve_path(settings.file, portal.mapping);
    const auto text = given ? Result<std::string>(*given) : read_text_file(path);
    if (!text) return Failure(text.error());
    auto mapping = parse_mapping(path, *text, [&path](std::string_view name) {
        return read_text_file(resolve_path(path, name));
    });
    if (!mapping) {
        for (Fault& fault : mapping.error()) faults.push_back(std::move(fault));
        return std::nullopt;
    }
    if (const std::string& zone = mapping->programme().time_zone; !is_time_zone(zone)) {
        faults.push_back({path,
                          {},
                          "this system knows no time zone '" + zone + "'",
                          "use an IANA name such as Europe/Helsinki, or install tzdata"});
        return std::nullopt;
    }
    return std::optional(*std::move(mapping));
}

}  // namespace

Result<std::string> read_text_file(const std::string& path) {
    const auto unreadable = [&] {
        return fail(ErrorCode::Configuration, path + ": cannot be read; may this user read it?");
    };
    std::error_code unused;
    std::error_code refusal;
    const auto status = std::filesystem::status(path, refusal);
    // Its folder is closed to us, so whether it is there cannot be told.
    if (refusal == std::errc::permission_denied) return unreadable();
    if (!std::filesystem::exists(status)) {
        return fail(ErrorCode::Configuration, path + ": there is no such file");
    }
    if (!std::filesystem::is_regular_file(status)) {
        return fail(ErrorCode::Configuration, path + ": is not a regular file");
    }
    if (std::filesystem::file_size(path, unused) > kMaximumBytes) {
        return fail(ErrorCode::Configuration,
                    path + ": is larger than 1 MiB; is it the right file?");
    }
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file.good() && !file.eof()) return unreadable();
    return text;
}

tl::expected<Configuration, Obstacle> load_configuration(const std::string& file,
                                                         std::string_view portal) {
    return load_configuration({.file = file,
                               .settings = std::nullopt,
                               .mapping = std::nullopt,
                               .portal = std::string(portal)});
}

tl::expected<Configuration, Obstacle> load_configuration(const ConfigurationSource& source) {
    const std::string& file = source.file;
    const auto text =
        source.settings ? Result<std::string>(*source.settings) : read_text_file(file);
    if (!text) return obstacle(text.error());
    auto settings = parse_settings(file, *text);
    if (!settings) {
        return obstacle({ErrorCode::Configuration, file + " has faults"}, settings.error());
    }
    Configuration configuration{.settings = *std::move(settings), .portals = {}};
    Faults faults;
    for (const PortalSettings& wanted : configuration.settings.portals) {
        if (!source.portal.empty() && wanted.name != source.portal) continue;
        auto mapping = load_mapping(configuration.settings, wanted, source.mapping, faults);
        if (!mapping) return obstacle(mapping.error());
        if (*mapping) configuration.portals.push_back({wanted, **std::move(mapping)});
    }
    if (!faults.empty()) {
        return obstacle({ErrorCode::Configuration, "the mapping has faults"}, std::move(faults));
    }
    if (configuration.portals.empty()) {
        return obstacle(
            {ErrorCode::InvalidArgument, file + " has no portal called '" + source.portal + "'"});
    }
    return configuration;
}

}  // namespace mentorsync
