#include "tests/fakes/scripted_transport.hpp"

namespace mentorsync::http {

namespace {

std::string line_of(Method method, std::string_view target) {
    return std::string(name_of(method)) + " " + std::string(target);
}

}  // namespace

std::vector<Result<Response>> ScriptedTransport::exchange(std::span<const Request> wave,
                                                          const std::stop_token& stop) {
    if (stop.stop_requested()) {
        return {wave.size(), fail(ErrorCode::Cancelled, "stopped on request")};
    }
    waves_.push_back(wave.size());
    std::vector<Result<Response>> answers;
    for (const Request& request : wave) answers.push_back(play(request));
    return answers;
}

Result<Response> ScriptedTransport::play(const Request& request) {
    requests_.push_back(request);
    const std::string asked = line_of(request.method, request.target);

    std::string mismatch;
    if (played_ == script_.size()) {
        mismatch = asked + ": the script is at its end";
    } else {
        const Step& step = script_[played_];
        if (step.method != request.method || step.target != request.target) {
            mismatch = asked + ": the script expects " + line_of(step.method, step.target);
        } else if (step.body_matches && !step.body_matches(request.body)) {
            mismatch = asked + ": the script expects another body than " + request.body;
        }
    }
    if (mismatch.empty()) return script_[played_++].answer;

    mismatches_.push_back(mismatch);
    return fail(ErrorCode::BadResponse, mismatch);
}

std::vector<std::string> ScriptedTransport::faults() const {
    std::vector<std::string> faults = mismatches_;
    for (std::size_t i = played_; i < script_.size(); ++i) {
        faults.push_back("never asked for: " + line_of(script_[i].method, script_[i].target));
    }
    return faults;
}

}  // namespace mentorsync::http
