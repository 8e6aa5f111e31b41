// A disk of which one call fails, once or from then on.

#pragma once

#include <cstddef>
#include <vector>

#include "tests/rigs/common/watched_disk.hpp"

namespace mentorsync::rigs {

struct DiskFault {
    std::size_t call = 0;  // of all calls, counted from 0
    int code = 0;          // of SQLite
    bool lasts = false;    // every later call of this kind fails too, until it is mended
};

class FailingDisk final : public DiskObserver {
public:
    int before(const DiskEvent& event) override;
    void after(const DiskEvent& /*event*/) override {}

    void fail_with(const DiskFault& fault) { fault_ = fault; }
    void mend() { mended_ = true; }
    [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }

    // The kind of every call so far.
    [[nodiscard]] const std::vector<DiskCall>& calls() const noexcept { return calls_; }

private:
    DiskFault fault_;
    DiskCall kind_ = DiskCall::Open;  // of the call that failed
    bool has_failed_ = false;
    bool mended_ = false;
    std::vector<DiskCall> calls_;
};

// The codes that a call of this kind can fail with.
[[nodiscard]] std::vector<int> codes_of(DiskCall call);

}  // namespace mentorsync::rigs
