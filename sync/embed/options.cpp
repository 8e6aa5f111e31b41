#include "sync/embed/options.hpp"

#include <array>
#include <cstddef>
#include <cstring>

namespace mentorsync::embed {

namespace {

using Options = mentorsync_options;

template <class Field>
constexpr std::size_t end_of(std::size_t offset, Field Options::* /*field*/) {
    return offset + sizeof(Field);
}

// Where each field ends, in order. A new field is a new line.
constexpr std::array kEnds{
    end_of(offsetof(Options, struct_size), &Options::struct_size),
    end_of(offsetof(Options, settings), &Options::settings),
    end_of(offsetof(Options, settings_path), &Options::settings_path),
    end_of(offsetof(Options, mapping), &Options::mapping),
    end_of(offsetof(Options, portal), &Options::portal),
    end_of(offsetof(Options, flags), &Options::flags),
    end_of(offsetof(Options, log), &Options::log),
    end_of(offsetof(Options, log_data), &Options::log_data),
    end_of(offsetof(Options, now), &Options::now),
    end_of(offsetof(Options, elapsed), &Options::elapsed),
    end_of(offsetof(Options, wait), &Options::wait),
    end_of(offsetof(Options, clock_data), &Options::clock_data),
    end_of(offsetof(Options, exchange), &Options::exchange),
    end_of(offsetof(Options, exchange_data), &Options::exchange_data),
    end_of(offsetof(Options, cancelled), &Options::cancelled),
    end_of(offsetof(Options, cancelled_data), &Options::cancelled_data),
};
static_assert(kEnds.back() == sizeof(Options), "a field of the options is not in the list");

}  // namespace

Result<std::string_view> read_text(mentorsync_text text, std::string_view name) {
    if (text.data == nullptr && text.size > 0) {
        return fail(ErrorCode::InvalidArgument, std::string(name) + " has a size and no data");
    }
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

Result<mentorsync_options> read_options(const mentorsync_options* options) {
    if (options == nullptr) {
        return fail(ErrorCode::InvalidArgument, "options must not be NULL");
    }
    mentorsync_options known{};
    std::size_t size = 0;
    for (const std::size_t end : kEnds) {
        if (end <= options->struct_size) size = end;
    }
    if (size == 0) {
        return fail(ErrorCode::InvalidArgument,
                    "options have no struct_size; call mentorsync_options_init first");
    }
    std::memcpy(&known, options, size);
    if ((known.flags & ~MENTORSYNC_CURL_IS_READY) != 0) {
        return fail(ErrorCode::InvalidArgument, "options have a flag that this library has not");
    }
    return known;
}

Result<ConfigurationSource> read_source(const mentorsync_options& options) {
    const auto settings = read_text(options.settings, "settings");
    const auto path = read_text(options.settings_path, "settings_path");
    const auto mapping = read_text(options.mapping, "mapping");
    const auto portal = read_text(options.portal, "portal");
    for (const auto* const text : {&settings, &path, &mapping, &portal}) {
        if (!*text) return Failure(text->error());
    }
    if (settings->empty() && path->empty()) {
        return fail(ErrorCode::InvalidArgument, "options have neither settings nor settings_path");
    }
    ConfigurationSource source;
    source.file = path->empty() ? std::string("settings") : std::string(*path);
    if (!settings->empty()) source.settings = std::string(*settings);
    if (!mapping->empty()) source.mapping = std::string(*mapping);
    source.portal = std::string(*portal);
    return source;
}

}  // namespace mentorsync::embed
