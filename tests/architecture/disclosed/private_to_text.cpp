// refused: conversion from .* to non-scalar type
#include <string>

#include "mentorsync/disclosed.hpp"

void leak(const mentorsync::Private<std::string>& said) {
    const std::string text = said;
    (void)text;
}
