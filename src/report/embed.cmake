# Writes a C++ file with the functions of assets.hpp. cmake -DOUT=... -DLIBRARY=... -DSCRIPT=... -DSTYLE=...
# -DFINANCE=... -P embed.cmake
# LIBRARY may be empty.
function(text_of file name)
  set(text "")
  if(file)
    file(READ "${file}" text)
  endif()
  set(${name} "${text}" PARENT_SCOPE)
endfunction()

text_of("${LIBRARY}" library)
text_of("${SCRIPT}" script)
text_of("${STYLE}" style)
text_of("${FINANCE}" finance)
file(WRITE "${OUT}.new" "// Made by src/report/embed.cmake.
#include \"report/assets.hpp\"

namespace gigaplan::report {

std::string_view chart_library() {
  return R\"~embedded~(${library})~embedded~\";
}
std::string_view page_script() {
  return R\"~embedded~(${script})~embedded~\";
}
std::string_view page_style() {
  return R\"~embedded~(${style})~embedded~\";
}
std::string_view finance_page() {
  return R\"~embedded~(${finance})~embedded~\";
}

}  // namespace gigaplan::report
")
file(RENAME "${OUT}.new" "${OUT}")
