// The fault script: what goes wrong, with which request.
//
// Faults are tried in the order in which they were added; the first that matches a request is done
// and the others do not see it.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/sandbox/message.hpp"
#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

enum class Do {
    Refuse,         // no connection
    LoseBefore,     // the request is lost on its way
    ApplyThenDrop,  // applied; the answer is lost
    ApplyThenFail,  // applied; answered with `status`
    HoldThenApply,  // no answer; applied after `delay`, or when released
    Answer,         // not applied; answered with `status`, `headers` and `body`
    HtmlPage,       // not applied; answered 200 with a page, as a captive portal does
    Truncate,       // applied; the body ends after `bytes`
    ReplaceBody,    // applied; the body is `body`
    ShuffleRows,    // applied; `results` in another order
    DoubleRow,      // applied; the first of `results` twice
    DropRow,        // applied; the last of `results` is missing
    RepeatCursor,   // applied; `paging` leads to the page that was just read
    EndlessPaging,  // applied; there is always one more page, and it is empty
    Delay           // applied; a server waits `delay` before it answers
};

// Empty and zero match everything.
struct Match {
    std::string method;
    std::string path;  // part of the target; '*' stands for any text
    std::string portal;
    std::string body;   // part of the body
    int nth = 0;        // only the n-th request that fits the rest, counted from 1
    int times = 0;      // at most so often
    int percent = 100;  // chance, from the sandbox's seed
};

struct Fault {
    Match match;
    Do action = Do::Answer;
    int status = 500;
    Headers headers{};
    std::string body{};
    std::size_t bytes = 0;
    std::chrono::milliseconds delay{0};  // HoldThenApply: zero waits to be released
};

class FaultScript {
public:
    void add(Fault fault) { entries_.push_back({std::move(fault), 0, 0}); }
    void clear() { entries_.clear(); }

    // The fault of this request, if any; counts it.
    [[nodiscard]] std::optional<Fault> take(World& world, const Request& request,
                                            const std::string& portal);

private:
    struct Entry {
        Fault fault;
        int seen = 0;
        int done = 0;
    };
    std::vector<Entry> entries_;
};

// Whether `pattern`, in which '*' stands for any text, occurs in `text`.
[[nodiscard]] bool occurs(std::string_view pattern, std::string_view text);

// Turns the answer of an applied request into what arrives. `after` is the cursor that was asked.
void spoil(World& world, const Fault& fault, const std::string& after, Response& response);

}  // namespace mentorsync::sandbox
