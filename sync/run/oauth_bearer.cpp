#include "sync/run/oauth_bearer.hpp"

#include <utility>

#include "connector/hubspot/faults.hpp"

namespace mentorsync {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr const char* kRefreshToken = "oauth_refresh_token";
constexpr const char* kTokenBefore = "oauth_refresh_token_before";

// How long a token endpoint that is out of order is left alone while a token still lives.
constexpr milliseconds kPause = 30s;

bool is_same(const Secret& a, const Secret& b) {
    return a.reveal() == b.reveal();
}

}  // namespace

Result<void> keep_consent(store::Keepsakes& memory, const Secret& refresh_token) {
    auto kept = memory.keep_secret(kRefreshToken, refresh_token);
    if (!kept) return kept;
    return memory.keep_secret(kTokenBefore, refresh_token);
}

Error OAuthBearer::with_way_out(Error error) const {
    if (error.code != ErrorCode::Unauthorized) return error;
    constexpr std::string_view command = "mentorsync login";
    const std::size_t at = error.message.find(command);
    if (at != std::string::npos) {
        error.message.insert(at + command.size(), " --portal " + portal_);
    }
    return error;
}

Result<Secret> OAuthBearer::bearer(const std::stop_token& stop) {
    const std::scoped_lock lock(mutex_);
    if (access_ && clock_.elapsed() < access_->refresh_at) return access_->token;
    return renewed(stop);
}

// The token after it was renewed, or, when that is not possible at the moment, as it still lives.
Result<Secret> OAuthBearer::renewed(const std::stop_token& stop) {
    const milliseconds now = clock_.elapsed();
    const bool lives = access_ && now < access_->dies_at;
    if (now < closed_until_) {
        if (lives) return access_->token;
        Error error{ErrorCode::RateLimited,
                    "portal " + portal_ + ": the CRM's token endpoint asks to wait"};
        error.retry_after = closed_until_ - now;
        return Failure(std::move(error));
    }
    auto done = renew(stop);
    if (done) return access_->token;
    const bool passes = is_transient(done.error().code);
    if (done.error().retry_after) {
        closed_until_ = clock_.elapsed() + *done.error().retry_after;
    } else if (passes && lives) {
        closed_until_ = clock_.elapsed() + kPause;
    }
    if (passes && lives) return access_->token;
    access_.reset();
    return Failure(with_way_out(std::move(done).error()));
}

Result<void> OAuthBearer::renew(const std::stop_token& stop) {
    if (auto stored = store_unsaved(); !stored) return stored;
    const milliseconds asked_at = clock_.elapsed();
    Secret used;
    auto tokens = ask(used, stop);
    if (!tokens) return Failure(std::move(tokens).error());
    if (!is_same(tokens->refresh, used)) {
        unsaved_ = Unsaved{std::move(tokens->refresh), std::move(used)};
        if (auto stored = store_unsaved(); !stored) return stored;
    }
    const milliseconds life = tokens->life;
    access_ = Access{std::move(tokens->access), asked_at + life * 4 / 5, asked_at + life};
    closed_until_ = 0ms;
    return {};
}

// The new one first: a process that is killed in between then has it, and an older one beside it.
Result<void> OAuthBearer::store_unsaved() {
    if (!unsaved_) return {};
    auto kept = memory_.keep_secret(kRefreshToken, unsaved_->token);
    if (kept) kept = memory_.keep_secret(kTokenBefore, unsaved_->came_for);
    if (kept) unsaved_.reset();
    return kept;
}

// Read from the store each time: `login`, or a command beside the daemon, may have put another
// token there.
Result<hubspot::OAuthTokens> OAuthBearer::ask(Secret& used, const std::stop_token& stop) {
    auto token = memory_.secret(kRefreshToken);
    if (!token) return Failure(token.error());
    if (!*token) {
        return fail(ErrorCode::Unauthorized, "portal " + portal_ +
                                                 ": nobody permitted the app yet: run "
                                                 "mentorsync login");
    }
    used = **std::move(token);
    auto tokens = door_.refresh(used, stop);
    if (tokens || tokens.error().code != ErrorCode::Unauthorized) return tokens;

    for (const char* const name : {kRefreshToken, kTokenBefore}) {
        auto other = memory_.secret(name);
        if (!other || !*other || is_same(**other, used)) continue;
        auto more = door_.refresh(**other, stop);
        if (!more && more.error().code == ErrorCode::Unauthorized) continue;
        if (more) used = **std::move(other);
        return more;
    }
    return tokens;
}

Result<std::optional<Secret>> OAuthBearer::instead_of(const Secret& refused,
                                                      const http::Response& answer,
                                                      const std::stop_token& stop) {
    const std::scoped_lock lock(mutex_);
    const bool is_current = access_ && is_same(access_->token, refused);
    if (access_ && !is_current) return std::optional(access_->token);
    access_.reset();
    if (hubspot::parse_fault(answer.body).category != "EXPIRED_AUTHENTICATION") {
        return fail(ErrorCode::Unauthorized,
                    "portal " + portal_ +
                        ": the CRM refuses the access token; if it goes on doing so, run "
                        "mentorsync login --portal " +
                        portal_);
    }
    auto token = renewed(stop);
    if (!token) return Failure(std::move(token).error());
    return std::optional(*std::move(token));
}

}  // namespace mentorsync
