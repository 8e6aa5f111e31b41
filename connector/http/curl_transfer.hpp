// One request on its way: how curl is to send it, and what became of it. Private to this room.

#pragma once

#include <cstddef>
#include <memory>

#include "connector/http/curl_session.hpp"
#include "connector/http/transport.hpp"

namespace mentorsync::http {

// Lives at one address, because curl keeps pointers into it. `session` and `request` outlive it.
class CurlTransfer {
public:
    // Sets everything up; nothing is sent before `session.multi` is driven.
    // Fails with InvalidArgument when `check_target` refuses the target, or with Internal when curl
    // does not know an option that safety needs.
    [[nodiscard]] static Result<std::unique_ptr<CurlTransfer>> start(const CurlSession& session,
                                                                     const Request& request,
                                                                     std::size_t position);
    ~CurlTransfer();
    CurlTransfer(const CurlTransfer&) = delete;
    CurlTransfer& operator=(const CurlTransfer&) = delete;

    // Where the request stood in its wave.
    [[nodiscard]] std::size_t position() const noexcept { return position_; }

    // The result that `Transport::exchange` promises, once curl has finished with `code`.
    [[nodiscard]] Result<Response> finish(CURLcode code);

    // The same when it is given up before curl has finished: `code` and `why`, or Ambiguous when
    // a write may have arrived.
    [[nodiscard]] Result<Response> abandon(ErrorCode code, const char* why) const;

private:
    CurlTransfer(const CurlSession& session, const Request& request, std::size_t position);

    [[nodiscard]] CURLcode configure();
    [[nodiscard]] bool perhaps_applied() const;
    [[nodiscard]] Failure explain(ErrorCode code, const std::string& what) const;
    [[nodiscard]] Failure failure_of(CURLcode code) const;

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

    const CurlSession& session_;
    const Request& request_;
    std::size_t position_;
    CurlHeaders own_headers_;  // empty: those of the session
    CurlHandle handle_;
    Response response_;
    std::size_t header_bytes_ = 0;
    bool has_whole_head_ = false;
    bool too_large_ = false;
};

}  // namespace mentorsync::http
