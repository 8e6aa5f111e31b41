// refused: no matching function for call to .mentorsync::Disclosed<.*>::Disclosed\(\)
#include <string>

#include "mentorsync/disclosed.hpp"

mentorsync::Disclosed<std::string> leak() {
    return mentorsync::Disclosed<std::string>();
}
