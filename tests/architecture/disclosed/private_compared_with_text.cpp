// refused: no match for .operator==
#include <string>

#include "mentorsync/disclosed.hpp"

bool leak(const mentorsync::Private<std::string>& said) {
    return said == std::string("a guess");
}
