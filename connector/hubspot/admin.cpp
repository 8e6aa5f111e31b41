#include <array>

#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

namespace {

Result<void> send(Client& client, const Call& call, const std::stop_token& stop) {
    const Reply reply = client.send(call, stop);
    if (reply.answer) return {};
    Error error = reply.answer.error();
    // HubSpot reports a name that exists as 409, or as 400 with a category of its own.
    if (error.code == ErrorCode::Rejected && reply.fault.category == "OBJECT_ALREADY_EXISTS") {
        error.code = ErrorCode::KeyTaken;
    }
    return Failure(std::move(error));
}

}  // namespace

Result<void> HubspotConnector::create_property_group(RecordKind kind, std::string_view name,
                                                     std::string_view label,
                                                     const std::stop_token& stop) {
    json::Writer out;
    out.begin_object().member("name", name).member("label", label).end_object();
    return send(
        client_,
        {.endpoint = Endpoint::CreatePropertyGroup, .parts = {.type = kind}, .body = out.take()},
        stop);
}

Result<void> HubspotConnector::create_property(const NewProperty& property,
                                               const std::stop_token& stop) {
    json::Writer out;
    out.begin_object();
    out.member("name", property.name).member("label", property.label);
    out.member("groupName", property.group).member("description", property.description);
    out.member("type", property.type);
    // Source: HubSpot CRM API guide, Properties, types and field types.
    out.member("fieldType", property.type == "number" ? "number" : "text");
    out.member("hasUniqueValue", property.unique).member("hidden", property.hidden);
    out.member("formField", false).end_object();
    return send(client_,
                {.endpoint = Endpoint::CreateProperty,
                 .parts = {.type = property.kind},
                 .body = out.take()},
                stop);
}

Result<void> HubspotConnector::create_label_pair(const NewLabelPair& labels,
                                                 const std::stop_token& stop) {
    json::Writer out;
    out.begin_object().member("name", labels.name).member("label", labels.label);
    out.member("inverseLabel", labels.inverse_label).end_object();
    return send(client_, {.endpoint = Endpoint::CreateLabelPair, .body = out.take()}, stop);
}

}  // namespace mentorsync::hubspot
