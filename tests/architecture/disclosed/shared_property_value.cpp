// refused: could not convert .* to .mentorsync::Disclosed
#include <string>

#include "mentorsync/crm_connector.hpp"

mentorsync::PropertyUpdate leak(const mentorsync::Shared<std::string>& said) {
    return mentorsync::PropertyUpdate{mentorsync::RecordId("1"), "p", said};
}
