#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mentorsync::http {

// {"hello":"hei"}, compressed by gzip.
inline constexpr std::string_view kGzippedHello(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\x48\xcd\xc9\xc9\x57\xb2\x02\xd2\x99\x4a"
    "\xb5\x00\x26\xc4\x21\x43\x0f\x00\x00\x00",
    33);

// The beginning of a gzip stream of zeros, `size` bytes long, which decodes to some 158 times as
// many. Source: RFC 1952 section 2.3 for the header, RFC 1951 section 3.2.6 for the codes.
inline std::string gzip_bomb(std::size_t size) {
    std::string bytes("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10);
    unsigned pending = 0;
    int count = 0;
    const auto put = [&](const char* bits) {
        for (; *bits != '\0'; ++bits) {
            pending |= (*bits == '1' ? 1U : 0U) << count;
            if (++count < 8) continue;
            bytes += static_cast<char>(pending);
            pending = 0;
            count = 0;
        }
    };
    put("110");                                        // the last block, with fixed codes
    put("00110000");                                   // a zero
    while (bytes.size() < size) put("1100010100000");  // 258 more, from one byte back
    return bytes;
}

}  // namespace mentorsync::http
