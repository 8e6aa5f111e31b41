// The control port of the sandbox: what a person at the desk, a test or a demonstration does to
// the portal while a client is syncing with it. JSON in, JSON or text out, nothing of HTTP.
//
//   GET    /_sandbox/contacts/ID            what a CRM user sees, as text; ?format=json
//   GET    /_sandbox/witness                counts, violations, most live notes, risen notes
//   GET    /_sandbox/requests               every request since the witness was reset
//   GET    /_sandbox/truth                  what is true in the portal
//   GET    /_sandbox/minimum                the smallest number of requests for a pull
//   GET    /_sandbox/clock
//   POST   /_sandbox/clock                  {"now": ISO} | {"advance_seconds": N} | {"real": true}
//   POST   /_sandbox/tasks/ID/complete
//   POST   /_sandbox/create                 {"kind", "properties"}; answers {"id"}
//   POST   /_sandbox/edit                   {"kind", "id", "properties"}
//   POST   /_sandbox/remove | restore       {"kind", "id"}
//   POST   /_sandbox/merge                  {"primary", "other"}; answers {"id"}
//   POST   /_sandbox/erase                  {"contact"}: privacy deletion
//   POST   /_sandbox/link | unlink          {"kind", "id", "contact"}
//   POST   /_sandbox/label                  {"mentee", "mentor", "label"}
//   POST   /_sandbox/list                   {"list", "contact", "member": true | false}
//   POST   /_sandbox/deactivate-owner       {"owner"}
//   POST   /_sandbox/faults                 {"match": {...}, "do": NAME, ...}; DELETE clears all
//   POST   /_sandbox/release                applies held requests
//   POST   /_sandbox/token                  {"refused": bool} | {"expired": bool} |
//                                           {"rotate": true} | {"scopes": [...]}
//   POST   /_sandbox/switches               {NAME: value, ...}
//   POST   /_sandbox/witness/reset          forgets requests and counts

#pragma once

#include <functional>
#include <string>

#include "tests/sandbox/json.hpp"
#include "tests/sandbox/message.hpp"
#include "tests/sandbox/sandbox_crm.hpp"
#include "tests/sandbox/truth.hpp"

namespace mentorsync::sandbox {

struct Controlled {
    SandboxCrm& crm;
    std::string portal;
    Truth truth;
    std::string token;
    bool real_time = true;                                // the CRM's clock follows the system's
    std::function<void(const std::string&)> token_moved;  // told of a rotated token
};

// Does one control request. 404 for an unknown path, 400 for a body that makes no sense.
[[nodiscard]] Response control(Controlled& controlled, const Request& request);

// A fault from JSON: {"match": {"method", "path", "portal", "body", "nth", "times", "percent"},
// "do": NAME, "status", "body", "bytes", "delay_ms", "headers": {...}}. Empty when NAME is unknown.
[[nodiscard]] std::optional<Fault> fault_from(const Json& json);

// Sets switches by name; returns the first name that is unknown, or empty.
[[nodiscard]] std::string set_switches(Switches& switches, const Json& json);

}  // namespace mentorsync::sandbox
