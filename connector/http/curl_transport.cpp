#include "connector/http/curl_transport.hpp"

#include <algorithm>
#include <utility>

#include "connector/http/curl_transfer.hpp"

namespace mentorsync::http {

namespace {

// How long to sleep at most when nothing happens. A stop and curl's own timeouts wake it earlier.
constexpr int kPollMilliseconds = 10'000;

Result<Response> not_sent(const Request& request) {
    return fail(ErrorCode::Cancelled, label_of(request) + ": stopped before it was sent");
}

// The requests of one wave: some waiting, some under way, the others with their result.
class Flight {
public:
    Flight(CurlSession& session, std::span<const Request> wave) : session_(session), wave_(wave) {
        results_.reserve(wave.size());
        for (const Request& request : wave) results_.push_back(not_sent(request));
    }

    [[nodiscard]] bool landed() const { return next_ == wave_.size() && under_way_.empty(); }

    // Starts as many as may be under way at a time. More would wait inside curl, where waiting
    // counts against their timeout.
    void launch() {
        while (next_ < wave_.size() && under_way_.size() < session_.options.max_parallel) {
            const std::size_t position = next_++;
            auto transfer = CurlTransfer::start(session_, wave_[position], position);
            if (transfer) {
                under_way_.push_back(*std::move(transfer));
            } else {
                results_[position] = Failure(std::move(transfer).error());
            }
        }
    }

    // Takes the results that have arrived. Returns whether there were any, and so room for more.
    bool collect() {
        bool any = false;
        int left = 0;
        while (const CURLMsg* const message = curl_multi_info_read(session_.multi.get(), &left)) {
            CurlTransfer* transfer = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            results_[transfer->position()] = transfer->finish(message->data.result);
            std::erase_if(under_way_,
                          [transfer](const auto& one) { return one.get() == transfer; });
            any = true;
        }
        return any;
    }

    void abandon(ErrorCode code, const char* why) {
        for (const auto& transfer : under_way_) {
            results_[transfer->position()] = transfer->abandon(code, why);
        }
        under_way_.clear();
    }

    std::vector<Result<Response>> take_results() && { return std::move(results_); }

private:
    CurlSession& session_;
    std::span<const Request> wave_;
    std::size_t next_ = 0;
    std::vector<std::unique_ptr<CurlTransfer>> under_way_;
    std::vector<Result<Response>> results_;
};

}  // namespace

CurlTransport::CurlTransport(std::unique_ptr<CurlSession> session) : session_(std::move(session)) {}

CurlTransport::~CurlTransport() = default;

Result<std::unique_ptr<CurlTransport>> CurlTransport::open(HttpOptions options) {
    auto session = open_session(std::move(options));
    if (!session) return Failure(std::move(session).error());
    return std::unique_ptr<CurlTransport>(
        new CurlTransport(std::make_unique<CurlSession>(*std::move(session))));
}

std::vector<Result<Response>> CurlTransport::exchange(std::span<const Request> wave,
                                                      const std::stop_token& stop) {
    CURLM* const multi = session_->multi.get();
    const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
    Flight flight(*session_, wave);

    while (!flight.landed() && !stop.stop_requested()) {
        flight.launch();
        int running = 0;
        CURLMcode code = curl_multi_perform(multi, &running);
        const bool any_landed = flight.collect();
        if (code == CURLM_OK && running > 0 && !any_landed) {
            code = curl_multi_poll(multi, nullptr, 0, kPollMilliseconds, nullptr);
        }
        if (code != CURLM_OK) {
            flight.abandon(ErrorCode::Internal, curl_multi_strerror(code));
            return std::move(flight).take_results();
        }
    }
    flight.abandon(ErrorCode::Cancelled, "stopped on request before the answer came");
    return std::move(flight).take_results();
}

}  // namespace mentorsync::http
