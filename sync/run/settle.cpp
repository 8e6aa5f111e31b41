#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "connector/host/document.hpp"
#include "sync/plan/outbox.hpp"
#include "sync/run/hand_out.hpp"

namespace mentorsync {

namespace {

using host::Document;
using What = HostOutcome::What;

constexpr std::array<std::string_view, 1> kKeys{"settled"};
constexpr std::array<std::string_view, 4> kItemKeys{"token", "outcome", "id", "why"};
constexpr std::array<std::string_view, 3> kOutcomes{"done", "gone", "rejected"};
constexpr std::string_view kProperty = "property:";
constexpr std::string_view kTask = "task:";
constexpr std::size_t kLongestWhy = 200;

struct Settled {
    std::string token;
    HostOutcome outcome;
};

bool is_note(std::string_view token) {
    return !token.starts_with(kProperty) && !token.starts_with(kTask);
}

// What a host says ends up in tables and on terminals.
std::string one_line(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    if (text.size() <= kLongestWhy) return text;
    std::size_t end = kLongestWhy;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

Settled read_item(Document& document, const json::Value& value) {
    Settled settled;
    if (!document.is_object(value, "what is settled", kItemKeys)) return settled;
    settled.token = document.text(value, "token");
    static_cast<void>(document.text(value, "outcome"));
    const std::string outcome = document.word(value, "outcome", kOutcomes);
    settled.outcome.what = outcome == "gone"       ? What::Gone
                           : outcome == "rejected" ? What::Rejected
                                                   : What::Done;
    if (settled.outcome.what == What::Rejected) {
        settled.outcome.why = one_line(document.text(value, "why"));
        if (settled.outcome.why.empty()) document.add_fault(value.at, "'why' must say why");
    } else if (settled.outcome.what == What::Done && is_note(settled.token)) {
        settled.outcome.note = RecordId(document.id(value, "id"));
    }
    return settled;
}

Result<std::vector<Settled>> read(std::string_view text) {
    Document document(text, "mentorsync.settle/1", kKeys, ErrorCode::InvalidArgument);
    std::vector<Settled> all;
    if (!document.fault()) {
        for (const json::Value& value : document.items(document.root(), "settled")) {
            all.push_back(read_item(document, value));
        }
    }
    if (document.fault()) return Failure(*document.fault());
    return all;
}

// Each returns whether the token stands for something that is handed out now.
Result<bool> settle_note(const HandOutDoors& doors, const Settled& settled) {
    const auto row = doors.hand_outs.note(NoteKey(settled.token));
    if (!row) return Failure(row.error());
    if (!*row || !is_handed_out(**row)) return false;
    const RowChange change = after_host(**row, settled.outcome, doors.clock.now());
    return doors.outbox.advance((*row)->key, (*row)->state, change, "settle",
                                std::string(name_of(change.to)));
}

Result<bool> settle_property(const HandOutDoors& doors, const Settled& settled) {
    const std::string_view rest = std::string_view(settled.token).substr(kProperty.size());
    const std::size_t first = rest.find(':');
    const std::size_t last = rest.rfind(':');
    if (first == std::string_view::npos || first == last) return false;
    const auto row =
        doors.hand_outs.property_write(RecordId(std::string(rest.substr(0, first))),
                                       std::string(rest.substr(first + 1, last - first - 1)));
    if (!row) return Failure(row.error());
    if (!*row || !(*row)->handed_out || (*row)->parked || token_of(**row) != settled.token) {
        return false;
    }
    store::PropertyRow ended = **row;
    ++ended.attempts;
    ended.next_at = {};
    const auto done = doors.outbox.finish_property(ended, settled.outcome.why);
    if (!done) return Failure(done.error());
    return true;
}

Result<bool> settle_task(const HandOutDoors& doors, const Settled& settled) {
    const std::string_view rest = std::string_view(settled.token).substr(kTask.size());
    const std::size_t end = rest.find(':');
    const auto told = doors.hand_outs.told(RecordId(std::string(rest.substr(0, end))));
    if (!told) return Failure(told.error());
    if (!*told || (*told)->settled || token_of(**told) != settled.token) return false;
    const auto done = doors.hand_outs.settle(**told);
    if (!done) return Failure(done.error());
    return true;
}

Result<bool> settle_one(const HandOutDoors& doors, const Settled& settled) {
    if (settled.token.starts_with(kProperty)) return settle_property(doors, settled);
    if (settled.token.starts_with(kTask)) return settle_task(doors, settled);
    return settle_note(doors, settled);
}

}  // namespace

Result<std::string> settle(const HandOutDoors& doors, const DocumentHead& head,
                           std::string_view document) {
    const auto all = read(document);
    if (!all) return Failure(all.error());
    int count = 0;
    std::vector<std::string> unknown;
    for (const Settled& one : *all) {
        const auto settled = settle_one(doors, one);
        if (!settled) return Failure(settled.error());
        if (*settled) {
            ++count;
        } else {
            unknown.push_back(one.token);
        }
    }
    json::Writer writer(head.layout);
    writer.begin_object().member("schema", "mentorsync.settled/1").member("portal", head.portal);
    writer.member("settled", count).key("unknown").begin_array();
    for (const std::string& token : unknown) writer.string(token);
    writer.end_array().end_object();
    return writer.take();
}

}  // namespace mentorsync
