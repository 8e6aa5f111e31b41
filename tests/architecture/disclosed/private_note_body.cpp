// refused: could not convert .* to .mentorsync::Disclosed
#include <string>

#include "mentorsync/crm_connector.hpp"

mentorsync::NoteDraft leak(const mentorsync::Private<std::string>& said) {
    return mentorsync::NoteDraft{mentorsync::NoteKey("k"), mentorsync::Instant{}, said};
}
