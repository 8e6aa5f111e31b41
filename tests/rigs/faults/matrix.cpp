#include "tests/rigs/faults/matrix.hpp"

#include <utility>

namespace mentorsync::rigs::disturbed {
namespace {

using namespace std::chrono_literals;
using sandbox::Do;
using sandbox::Fault;

constexpr int kKnownCodes[] = {300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405,
                               406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418,
                               421, 422, 423, 424, 425, 426, 428, 429, 431, 444, 451, 460, 477,
                               494, 499, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510,
                               511, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 598, 599};

constexpr const char* kError =
    R"({"status":"error","message":"no","correlationId":"c","category":"OTHER"})";

Fault answer(int status, std::string body = kError, sandbox::Headers headers = {}) {
    Fault fault;
    fault.action = Do::Answer;
    fault.status = status;
    headers.emplace_back("Content-Type", "application/json");
    fault.headers = std::move(headers);
    fault.body = std::move(body);
    return fault;
}

Fault act(Do action, std::chrono::milliseconds delay = {}) {
    Fault fault;
    fault.action = action;
    fault.delay = delay;
    return fault;
}

Fault body(std::string text) {
    Fault fault = act(Do::ReplaceBody);
    fault.body = std::move(text);
    return fault;
}

void add_statuses(std::vector<NamedFault>& faults, bool all_codes) {
    const auto add = [&faults](int code) {
        sandbox::Headers headers;
        if (code < 400) headers.emplace_back("Location", "https://elsewhere.example/crm");
        faults.push_back({"status " + std::to_string(code), answer(code, kError, headers)});
    };
    if (all_codes) {
        for (int code = 300; code < 600; ++code) add(code);
    } else {
        for (const int code : kKnownCodes) add(code);
    }
    for (const int code : {408, 500, 502, 503, 504, 522}) {
        Fault fault = act(Do::ApplyThenFail);
        fault.status = code;
        faults.push_back({"applied, status " + std::to_string(code), fault});
    }
}

void add_waits(std::vector<NamedFault>& faults) {
    struct Wait {
        const char* value;
        std::chrono::milliseconds counts;
    };
    constexpr Wait kWaits[] = {
        {"0", 0ms},       {"1", 1s},     {"7", 7s},
        {"120", 120s},    {"3600", 1h},  {"", 0ms},
        {"-5", 0ms},      {"soon", 0ms}, {"99999999999999999999", 24h},
        {"1.5", 0ms},     {" 9", 0ms},   {"Mon, 23 Nov 2026 09:00:00 GMT", 0ms},
        {"\xc2\xb2", 0ms}};
    for (const Wait& wait : kWaits) {
        for (const int code : {429, 503}) {
            faults.push_back({std::to_string(code) + ", Retry-After '" + wait.value + "'",
                              answer(code, kError, {{"Retry-After", wait.value}}), wait.counts});
        }
    }
}

void add_bodies(std::vector<NamedFault>& faults) {
    const std::string deep(200'000, '[');
    std::string objects;
    for (int i = 0; i < 20'000; ++i) objects += "{\"a\":";
    const std::pair<const char*, std::string> bodies[] = {
        {"empty", ""},
        {"null", "null"},
        {"a list", "[]"},
        {"a text", "\"results\""},
        {"a number", "1e999999"},
        {"deep lists", deep},
        {"deep objects", objects},
        {"results null", R"({"results":null})"},
        {"results an object", R"({"results":{}})"},
        {"results a text", R"({"results":"all of them"})"},
        {"rows null", R"({"results":[null,null]})"},
        {"rows lists", R"({"results":[[],[[]]]})"},
        {"rows without an id", R"({"results":[{"properties":{}}]})"},
        {"an id that climbs", R"({"results":[{"id":"../1","properties":{}}]})"},
        {"an id beyond 64 bits", R"({"results":[{"id":"99999999999999999999999"}]})"},
        {"a negative id", R"({"results":[{"id":-1,"properties":{"a":"b"}}]})"},
        {"invalid UTF-8", "{\"results\":[{\"id\":\"1\",\"x\":\"\xff\xc0\xaf\"}]}"},
        {"a lone surrogate", R"({"results":[{"id":"1","x":"\ud800"}]})"},
        {"a NUL", std::string("{\"results\":[]}\0tail", 20)},
        {"two documents", R"({"results":[]}{"results":[]})"},
        {"a page", "<!DOCTYPE html><html><body>maintenance</body></html>"},
        {"an error called success", kError}};
    for (const auto& [name, text] : bodies) {
        faults.push_back({std::string("body: ") + name, body(text)});
    }
    for (const std::size_t bytes : {0U, 1U, 2U, 17U, 64U, 200U, 1'000U}) {
        Fault fault = act(Do::Truncate);
        fault.bytes = bytes;
        faults.push_back({"cut after " + std::to_string(bytes) + " bytes", fault});
    }
    faults.push_back({"a captive portal", act(Do::HtmlPage)});
}

void add_rows(std::vector<NamedFault>& faults) {
    faults.push_back({"rows in another order", act(Do::ShuffleRows)});
    faults.push_back({"a row twice", act(Do::DoubleRow)});
    faults.push_back({"a row is missing", act(Do::DropRow), 0ms, true});
    faults.push_back({"no rows", body(R"({"results":[]})"), 0ms, true});
    faults.push_back({"nothing said", body("{}"), 0ms, true});
    faults.push_back({"the cursor repeats", act(Do::RepeatCursor)});
    faults.push_back({"pages without an end", act(Do::EndlessPaging)});
    faults.push_back({"207 that names nobody",
                      answer(207, R"({"status":"COMPLETE","results":[],)"
                                  R"("numErrors":1,"errors":[]})"),
                      0ms, true});
    faults.push_back({"207 with an error of nobody",
                      answer(207, R"({"status":"COMPLETE","results":[],"numErrors":1,"errors":[)"
                                  R"({"status":"error","category":"OTHER","message":"no"}]})"),
                      0ms, true});
}

void add_losses(std::vector<NamedFault>& faults) {
    faults.push_back({"refused", act(Do::Refuse)});
    faults.push_back({"lost on the way", act(Do::LoseBefore)});
    faults.push_back({"the answer is lost", act(Do::ApplyThenDrop)});
    faults.push_back({"arrives 30 s late", act(Do::HoldThenApply, 30s)});
    faults.push_back({"arrives an hour late", act(Do::HoldThenApply, 1h)});
    faults.push_back({"arrives when all is over", act(Do::HoldThenApply)});
}

}  // namespace

std::vector<NamedFault> all_faults(bool all_codes) {
    std::vector<NamedFault> faults;
    add_statuses(faults, all_codes);
    add_waits(faults);
    add_bodies(faults);
    add_rows(faults);
    add_losses(faults);
    return faults;
}

}  // namespace mentorsync::rigs::disturbed
