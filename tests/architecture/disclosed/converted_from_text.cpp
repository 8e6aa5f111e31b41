// refused: could not convert .* to .mentorsync::Disclosed
#include <string>

#include "mentorsync/disclosed.hpp"

mentorsync::Disclosed<std::string> leak() {
    return std::string("what was said");
}
