// refused: no match for .operator==.
#include "mentorsync/secret.hpp"

bool is_guessed(const mentorsync::Secret& secret) {
    return secret == "guess";
}
