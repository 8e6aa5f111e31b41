// refused: conversion from .const std::string
#include "mentorsync/secret.hpp"

mentorsync::Secret hidden(const std::string& text) {
    const mentorsync::Secret secret = text;
    return secret;
}
