// refused: conversion from .* to non-scalar type
#include <string>

#include "mentorsync/secret.hpp"

void leak(const mentorsync::Secret& key) {
    const std::string text = key;
    (void)text;
}
