#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

namespace {

constexpr std::string_view kZoneLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
constexpr std::string_view kHostLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
constexpr std::size_t kLongestName = 100;

// The text if it is short and of these letters; otherwise empty, for it ends up in links and files.
std::string checked_text(const json::Value* value, std::string_view letters) {
    std::string text = decode_text(value);
    const bool usable =
        text.size() <= kLongestName && text.find_first_not_of(letters) == std::string::npos;
    return usable ? text : std::string{};
}

}  // namespace

Result<CrmAccount> HubspotConnector::account(const std::stop_token& stop) {
    const Reply reply = client_.send({.endpoint = Endpoint::Account}, stop);
    if (!reply.answer) return Failure(reply.answer.error());
    const json::Value& body = reply.answer->body;
    const auto portal = decode_id(body.find("portalId"));
    if (!portal) {
        return Failure(bad_shape(Endpoint::Account, client_.version(), "/portalId",
                                 "there is no account number"));
    }
    return CrmAccount{.portal = PortalId(*portal),
                      .time_zone = checked_text(body.find("timeZone"), kZoneLetters),
                      .ui_domain = checked_text(body.find("uiDomain"), kHostLetters)};
}

}  // namespace mentorsync::hubspot
