// A static key, and while it is being exchanged the one that follows it.

#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connector/http/authorizing_transport.hpp"
#include "mentorsync/log.hpp"
#include "mentorsync/secret.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// Sends the key that was accepted last, and tries the other one once when the CRM refuses it. Which
// one that is, is remembered as the fact `service_key_in_use` (never the key), and told once in the
// log, so that the admin knows when the old one can be removed. Without a next key the rotation is
// over, and what was remembered of it is forgotten.
class ServiceKeys final : public http::BearerSource {
public:
    // `memory` and `log` may be null; they must outlive this. `portal` is the name for the log.
    ServiceKeys(Secret key, std::optional<Secret> next, std::string portal,
                store::Keepsakes* memory, Log* log);

    [[nodiscard]] Result<Secret> bearer(const std::stop_token& stop) override;
    [[nodiscard]] Result<std::optional<Secret>> instead_of(const Secret& refused,
                                                           const http::Response& answer,
                                                           const std::stop_token& stop) override;
    void accepted(const Secret& good) override;

private:
    [[nodiscard]] bool remembers_next() const;
    void remember() const;

    std::mutex mutex_;
    std::vector<Secret> keys_;  // the key, and the next one if there is one
    std::size_t in_use_ = 0;
    std::string portal_;
    store::Keepsakes* memory_;
    Log* log_;
};

}  // namespace mentorsync
