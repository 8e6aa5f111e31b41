#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"

namespace mentorsync::sandbox {
namespace {

std::string offset_text(std::chrono::minutes offset) {
    const auto minutes = offset.count() < 0 ? -offset.count() : offset.count();
    std::string text = offset.count() < 0 ? "-" : "+";
    const auto pad = [](std::int64_t value) {
        return (value < 10 ? "0" : "") + std::to_string(value);
    };
    text += pad(minutes / 60);
    text += ":";
    text += pad(minutes % 60);
    return text;
}

}  // namespace

// Source: HubSpot account information API description.
Response account_details(Call& call) {
    const Portal& portal = call.portal;
    return json_response(200, Json::object({{"portalId", Json::number(portal.id)},
                                            {"accountType", "STANDARD"},
                                            {"timeZone", portal.time_zone},
                                            {"companyCurrency", "EUR"},
                                            {"additionalCurrencies", Json::array()},
                                            {"utcOffset", offset_text(portal.utc_offset)},
                                            {"utcOffsetMilliseconds",
                                             std::chrono::milliseconds(portal.utc_offset).count()},
                                            {"uiDomain", portal.ui_domain},
                                            {"dataHostingLocation", "eu1"}}));
}

Response account_usage(Call& call) {
    const Shared& shared = call.world.shared[call.portal.id];
    return json_response(
        200,
        Json::object(
            {{"results", Json::array({Json::object({{"name", "private-apps-api-calls-daily"},
                                                    {"usageLimit", call.world.switches.daily_limit},
                                                    {"currentUsage", shared.used},
                                                    {"collectedAt", iso_text(call.world.now)},
                                                    {"fetchStatus", "SUCCESS"}})})}}));
}

}  // namespace mentorsync::sandbox
