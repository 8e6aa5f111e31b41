// refused: no match for .operator<<
#include <iostream>

#include "mentorsync/secret.hpp"

void leak(const mentorsync::Secret& key) {
    std::cout << key;
}
