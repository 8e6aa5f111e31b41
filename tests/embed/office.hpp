// A small CRM and an engine over it, through the C face alone.

#pragma once

#include <cstring>
#include <stdexcept>
#include <string>

#include "mentorsync/mentorsync.h"

namespace office {

inline mentorsync_text text(const char* words) {
    return {words, std::strlen(words)};
}

inline constexpr char kSettings[] = R"({"store": "sqlite::memory:", "portals": [
    {"name": "office", "crm": {"kind": "host"}, "mapping": "mapping"}]})";

inline constexpr char kMapping[] = R"({
    "programme": {"name": "Kasvu", "language": "en", "time_zone": "UTC", "people": "everyone"},
    "relationships": [{"kind": "pair", "from": {"contact_property": "mentor"}}],
    "learning_tasks": [{"kind": "challenge", "where": {"property": "subject", "starts_with": "C"}}],
    "task_fields": {"title": "subject", "state": {"property": "state", "values": {"new": "open"}}},
    "progress_notes": {"schedule": "Mon 08:00", "on": ["mentee", "mentor"]},
    "rollups": {"mentees": "mentees.count"}})";

inline constexpr char kSchema[] = R"({"schema": "mentorsync.schema/1", "portal_id": "7",
    "properties": [
        {"kind": "contact", "name": "mentor"},
        {"kind": "contact", "name": "mentees", "type": "number", "group": "mentorsync"},
        {"kind": "task", "name": "subject"},
        {"kind": "task", "name": "state", "type": "enumeration", "options": [{"value": "new"}]}]})";

inline constexpr char kRecords[] = R"({"schema": "mentorsync.records/1",
    "contacts": [
        {"id": "1", "created": "2026-11-01T00:00:00Z", "updated": "2026-11-01T00:00:00Z",
         "properties": {"email": "a@example.com", "mentor": "b@example.com"}},
        {"id": "2", "created": "2026-11-01T00:00:00Z", "updated": "2026-11-01T00:00:00Z",
         "properties": {"email": "b@example.com"}}],
    "tasks": [
        {"id": "3", "created": "2026-11-01T00:00:00Z", "updated": "2026-11-01T00:00:00Z",
         "properties": {"subject": "C", "state": "new"}}],
    "links": [{"from": {"kind": "task", "id": "3"}, "to": {"kind": "contact", "id": "1"}}]})";

inline mentorsync_options options() {
    mentorsync_options options;
    mentorsync_options_init(&options, sizeof options);
    options.settings = text(kSettings);
    options.mapping = text(kMapping);
    return options;
}

// What C keeps in three variables.
struct Engine {
    explicit Engine(const mentorsync_options& options) {
        code = mentorsync_open(&options, &handle, &error);
    }
    Engine() : Engine(office::options()) {}
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine() {
        mentorsync_buffer_free(&out);
        mentorsync_close(handle, nullptr);
    }

    // The document of the last call that brought one.
    [[nodiscard]] std::string document() const {
        return out.data == nullptr ? std::string() : std::string(out.data, out.size);
    }
    mentorsync_buffer* into() {
        mentorsync_buffer_free(&out);
        return &out;
    }

    mentorsync_code hand_in() {
        code = mentorsync_set_schema(handle, text(kSchema), &error);
        if (code == MENTORSYNC_OK) code = mentorsync_put_records(handle, text(kRecords), &error);
        return code;
    }

    // Agrees to whatever the plan is.
    mentorsync_code cycle() {
        code = mentorsync_plan(handle, into(), &error);
        if (code != MENTORSYNC_OK) return code;
        static constexpr char kName[] = "\"acceptance\":\"";
        const char* const found = std::strstr(out.data, kName);
        char hash[12] = {};
        std::memcpy(hash, found + sizeof kName - 1, sizeof hash);
        return code = mentorsync_cycle(handle, {hash, sizeof hash}, into(), &error);
    }
    mentorsync_code take() { return code = mentorsync_take(handle, 100, into(), &error); }

    mentorsync_engine* handle = nullptr;
    mentorsync_error error{sizeof(mentorsync_error), 0, ""};
    mentorsync_buffer out{nullptr, 0};
    mentorsync_code code = MENTORSYNC_OK;
};

}  // namespace office
