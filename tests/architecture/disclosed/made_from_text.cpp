// refused: Disclosed.* is private within this context
#include <string>

#include "mentorsync/disclosed.hpp"

mentorsync::Disclosed<std::string> leak() {
    return mentorsync::Disclosed<std::string>(std::string("what was said"));
}
