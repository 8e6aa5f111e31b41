// refused: no match for .operator<<
#include <iostream>
#include <string>

#include "mentorsync/disclosed.hpp"

void leak(const mentorsync::Private<std::string>& said) {
    std::cout << said;
}
