#include <array>

#include "sync/rules/parse_parts.hpp"
#include "sync/rules/property_names.hpp"
#include "sync/rules/reader.hpp"
#include "sync/rules/rule_set.hpp"

namespace mentorsync {

namespace {

// A mapping is written by hand: what is larger than this is another file.
constexpr std::size_t kLargestMapping = std::size_t{1024} * 1024;

constexpr std::array<std::string_view, 11> kKeys{
    "$schema", "properties",     "programme", "relationships", "learning_tasks", "task_fields",
    "goals",   "progress_notes", "rollups",   "disclose",      "brakes"};

constexpr const char* kProgrammeHint =
    R"("programme": {"name": "Growth", "language": "fi", "time_zone": "Europe/Helsinki", )"
    R"("people": "everyone"})";
constexpr const char* kRelationshipsHint =
    R"("relationships": [{"kind": "pair", "from": {"contact_owner": true}}])";
constexpr const char* kTaskFieldsHint =
    R"("task_fields": {"state": {"property": "hs_task_status", "values": {...}}})";

using PartParser = void (*)(const json::Value&, Mapping::Content&, FaultList&);

void parse_optional(const json::Value& document, std::string_view key, PartParser parser,
                    Mapping::Content& content, FaultList& faults) {
    if (const json::Value* const part = document.find(key)) parser(*part, content, faults);
}

void parse_document(const json::Value& document, const ReadFile& read_file,
                    Mapping::Content& content, FaultList& faults) {
    if (!check_object(document, "a mapping", kKeys, faults)) return;
    if (const auto* const schema = document.find("$schema")) {
        check_kind(*schema, json::Kind::String, "'$schema'", faults);
    }
    if (const auto* const part = required(document, "programme", kProgrammeHint, faults)) {
        parse_programme(*part, content, faults);
    }
    if (const auto* const part = required(document, "relationships", kRelationshipsHint, faults)) {
        parse_relationships(*part, content, faults);
    }
    parse_optional(document, "learning_tasks", parse_learning_tasks, content, faults);
    if (document.find("learning_tasks") != nullptr) {
        required(document, "task_fields", kTaskFieldsHint, faults);
    }
    parse_optional(document, "task_fields", parse_task_fields, content, faults);
    parse_optional(document, "goals", parse_goals, content, faults);
    parse_optional(document, "disclose", parse_disclose, content, faults);
    if (const json::Value* const part = document.find("progress_notes")) {
        parse_progress_notes(*part, read_file, content, faults);
    }
    parse_optional(document, "rollups", parse_rollups, content, faults);
    parse_optional(document, "brakes", parse_brakes, content, faults);
    find_contradictions(content, faults);
}

}  // namespace

tl::expected<Mapping, Faults> parse_mapping(std::string_view file, std::string_view text,
                                            const ReadFile& read_file) {
    FaultList faults(file);
    auto document = json::parse(text, json::Dialect::WithComments,
                                {.bytes = kLargestMapping, .depth = 64, .values = 100'000});
    if (!document) {
        faults.add(document.error().at, document.error().what);
        return tl::make_unexpected(faults.take());
    }
    auto content = std::make_shared<Mapping::Content>();
    content->file = file;
    if (document->is(json::Kind::Object)) apply_property_names(*document, faults);
    parse_document(*document, read_file, *content, faults);
    if (!faults.empty()) return tl::make_unexpected(faults.take());
    content->canonical = canonical_text_of(*document, content->progress_template);
    return Mapping(std::move(content));
}

const Programme& Mapping::programme() const noexcept {
    return content_->programme;
}

std::string Mapping::canonical_text() const {
    return content_->canonical;
}

}  // namespace mentorsync
