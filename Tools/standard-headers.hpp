// What most files of BoringSSL include of the standard library; read once by Tools/build-tests.sh.
#include <algorithm>
#include <array>
#include <atomic>
#include <bitset>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
