// Any bytes as an answer of the CRM: through the JSON reader and every decoder.

#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "mentorsync/json.hpp"
#include "tests/rigs/fuzz/target.hpp"

namespace {

using namespace mentorsync;

constexpr int kStatuses[] = {200, 207, 301, 400, 401, 403, 404, 409, 423, 429, 477, 500, 503};

void decode(const json::Value& body) {
    for (const RecordKind kind : {RecordKind::Contact, RecordKind::Task, RecordKind::Note}) {
        const auto page = hubspot::decode_records(kind, body);
        if (!page) continue;
        for (const CrmRecord& record : page->records) {
            fuzz::require(!record.id.text().empty() && record.id.text().size() <= 20);
        }
        static_cast<void>(hubspot::decode_links(kind, RecordKind::Contact, body));
    }
    static_cast<void>(hubspot::decode_owners(body));
    static_cast<void>(hubspot::decode_members(body));
    static_cast<void>(hubspot::decode_faults(body));
    static_cast<void>(hubspot::decode_after(body));
    static_cast<void>(hubspot::decode_count(body, "total"));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto body = json::parse(text)) decode(*body);
    const int status = size == 0 ? 500 : kStatuses[data[0] % std::size(kStatuses)];
    const auto error =
        hubspot::error_of(hubspot::Endpoint::CreateNotes, hubspot::kDefaultApiVersion,
                          http::Response{status, {}, std::string(text)});
    for (const char c : error.message) fuzz::require(static_cast<unsigned char>(c) >= 0x20);
    return 0;
}
