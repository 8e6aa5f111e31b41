// refused: could not convert .* to .mentorsync::Disclosed
#include <string>

#include "sync/plan/plan.hpp"

mentorsync::QueueProperty leak(const std::string& said) {
    return mentorsync::QueueProperty{mentorsync::RecordId("1"), "p", said};
}
