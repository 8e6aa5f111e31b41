#include <algorithm>
#include <array>
#include <functional>

#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/hubspot_connector.hpp"
#include "connector/hubspot/pull_jobs.hpp"

namespace mentorsync::hubspot {

namespace {

// Source: HubSpot CRM API guide, object type ids.
constexpr std::string_view kContactType = "0-1";
constexpr std::size_t kMostPages = 1000;

bool is_true_at(const json::Value& value, std::string_view key) {
    const json::Value* const found = value.find(key);
    return found != nullptr && found->is_true();
}

CrmProperty decode_property(RecordKind kind, const json::Value& item) {
    CrmProperty property{.kind = kind,
                         .name = decode_text(item.find("name")),
                         .label = decode_text(item.find("label")),
                         .type = decode_text(item.find("type")),
                         .group = decode_text(item.find("groupName")),
                         .options = {},
                         .unique = is_true_at(item, "hasUniqueValue"),
                         .read_only = is_true_at(item, "calculated")};
    if (const json::Value* const options = item.find("options"); options != nullptr) {
        for (const json::Value& option : options->items) {
            property.options.push_back(
                {decode_text(option.find("value")), decode_text(option.find("label"))});
        }
    }
    const json::Value* const locked = item.find_path({"modificationMetadata", "readOnlyValue"});
    property.read_only = property.read_only || (locked != nullptr && locked->is_true());
    return property;
}

CrmList decode_list(const json::Value& item) {
    auto size = decode_count(item, "size");
    if (const json::Value* const more = item.find("additionalProperties"); !size && more) {
        size = decode_count(*more, "hs_list_size");
    }
    return {ListId(decode_id(item.find("listId")).value_or("")), decode_text(item.find("name")),
            size};
}

// Reads everything that a portal can name, as jobs that fill one `CrmSchema`.
class SchemaRead {
public:
    SchemaRead(Client& client, const std::stop_token& stop)
        : client_(client), stop_(stop), jobs_(client, [] {}) {}

    Result<CrmSchema> run() {
        for (const auto kind : {RecordKind::Contact, RecordKind::Task, RecordKind::Note}) {
            read({.endpoint = Endpoint::ReadProperties, .parts = {.type = kind}},
                 [this, kind](const json::Value& item) {
                     schema_.properties.push_back(decode_property(kind, item));
                 });
        }
        read_groups(RecordKind::Contact, schema_.contact_groups);
        read_groups(RecordKind::Note, schema_.note_groups);
        read_labels();
        read_lists(0, 0);
        read_owners(false, "", 0);
        read_owners(true, "", 0);
        if (auto done = jobs_.drain(stop_); !done) return Failure(std::move(done).error());
        return std::move(schema_);
    }

private:
    using TakeItem = std::function<void(const json::Value& item)>;

    // One answer with an array `results`.
    void read(const Call& call, TakeItem take_item) {
        const Endpoint endpoint = call.endpoint;
        jobs_.push(
            {call,
             [this, endpoint, take_item = std::move(take_item)](Reply& reply) -> Result<void> {
                 if (!reply.answer) return Failure(reply.answer.error());
                 const json::Value* const results = find_results(reply.answer->body);
                 if (results == nullptr) return no_array(endpoint, "/results");
                 std::ranges::for_each(results->items, take_item);
                 return {};
             }});
    }

    void read_groups(RecordKind kind, std::vector<std::string>& names) {
        read(
            {.endpoint = Endpoint::ReadPropertyGroups, .parts = {.type = kind}},
            [&names](const json::Value& item) { names.push_back(decode_text(item.find("name"))); });
    }

    void read_labels() {
        read({.endpoint = Endpoint::ReadLabels}, [this](const json::Value& item) {
            const auto type_id = decode_count(item, "typeId");
            if (!type_id || *type_id > 1'000'000'000) return;
            schema_.contact_labels.push_back({decode_text(item.find("category")),
                                              static_cast<int>(*type_id),
                                              decode_text(item.find("label"))});
        });
    }

    void read_lists(std::size_t offset, std::size_t pages) {
        json::Writer out;
        out.begin_object().member("count", kListSearchPage).member("offset", offset);
        out.key("additionalProperties").begin_array().string("hs_list_size").end_array();
        out.end_object();
        jobs_.push(
            {{.endpoint = Endpoint::SearchLists, .body = out.take()},
             [this, offset, pages](Reply& reply) { return take_lists(offset, pages, reply); }});
    }

    Result<void> take_lists(std::size_t offset, std::size_t pages, Reply& reply) {
        if (!reply.answer) return Failure(reply.answer.error());
        const json::Value& body = reply.answer->body;
        const json::Value* const lists = body.find("lists");
        if (lists == nullptr || !lists->is(json::Kind::Array)) {
            return no_array(Endpoint::SearchLists, "/lists");
        }
        for (const json::Value& item : lists->items) {
            if (decode_text(item.find("objectTypeId")) != kContactType) continue;
            CrmList list = decode_list(item);
            if (!list.id.empty()) schema_.lists.push_back(std::move(list));
        }
        if (!is_true_at(body, "hasMore")) return {};
        const std::size_t next = decode_count(body, "offset").value_or(offset);
        if (next <= offset || pages == kMostPages) {
            return Failure(bad_shape(Endpoint::SearchLists, client_.version(), "/offset",
                                     "the pages go in a circle"));
        }
        read_lists(next, pages + 1);
        return {};
    }

    void read_owners(bool archived, const std::string& after, std::size_t pages) {
        Call call{.endpoint = Endpoint::ListOwners,
                  .query = {{"limit", std::to_string(kOwnerPage)},
                            {"archived", archived ? "true" : "false"}}};
        if (!after.empty()) call.query.push_back({"after", after});
        jobs_.push({std::move(call), [this, archived, after, pages](Reply& reply) {
                        return take_owners(archived, after, pages, reply);
                    }});
    }

    Result<void> take_owners(bool archived, const std::string& after, std::size_t pages,
                             Reply& reply) {
        if (!reply.answer) return Failure(reply.answer.error());
        auto owners = decode_owners(reply.answer->body);
        if (!owners) return no_array(Endpoint::ListOwners, "/results");
        for (CrmOwner& owner : *owners) {
            owner.archived = archived;
            schema_.owners.push_back(std::move(owner));
        }
        const std::string next = decode_after(reply.answer->body);
        if (next.empty()) return {};
        if (next == after || pages == kMostPages) {
            return Failure(bad_shape(Endpoint::ListOwners, client_.version(), "/paging/next/after",
                                     "the pages go in a circle"));
        }
        read_owners(archived, next, pages + 1);
        return {};
    }

    [[nodiscard]] Result<void> no_array(Endpoint endpoint, std::string_view where) const {
        return Failure(bad_shape(endpoint, client_.version(), where, "there is no array"));
    }

    Client& client_;
    const std::stop_token& stop_;
    JobQueue jobs_;
    CrmSchema schema_;
};

}  // namespace

Result<CrmSchema> HubspotConnector::schema(const std::stop_token& stop) {
    return SchemaRead(client_, stop).run();
}

}  // namespace mentorsync::hubspot
