# One library a folder. Every target gets the same language level and warnings; dependencies are written where they are used.

add_library(gigaplan_options INTERFACE)
target_compile_features(gigaplan_options INTERFACE cxx_std_20)
target_include_directories(gigaplan_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(gigaplan_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
               -Wno-missing-field-initializers  # designated initializers leave out what keeps its default, on purpose
               $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # false alarms on std::string in GCC 12 (bug 105651)
if(CMAKE_UNITY_BUILD)  # several files as one: half the time; what a name hides in another file says nothing then
  target_compile_options(gigaplan_options INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(GIGAPLAN_SANITIZE)
  # Left out: what AddressSanitizer sees as well (null, object-size) or what costs much to compile and is harmless on
  # our processors. Not optimised, but for what computes long (gigaplan_hot): half the time to compile.
  target_compile_options(gigaplan_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                    -fno-sanitize=null,object-size,alignment,vptr
                                                    -fno-omit-frame-pointer -O0 -g1)
  target_compile_definitions(gigaplan_options INTERFACE _GLIBCXX_ASSERTIONS  # indices, iterators, optionals
                                                        GIGAPLAN_SANITIZED)
  target_link_options(gigaplan_options INTERFACE -fsanitize=address,undefined)
endif()

# gigaplan_library(base PUBLIC ... PRIVATE ...): all .cpp of the current folder as the library gigaplan_<name>.
function(gigaplan_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PUBLIC;PRIVATE")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(gigaplan_${name} STATIC ${sources})
    target_link_libraries(gigaplan_${name} PUBLIC gigaplan_options ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  else()
    add_library(gigaplan_${name} INTERFACE)
    target_link_libraries(gigaplan_${name} INTERFACE gigaplan_options ${arg_PUBLIC})
  endif()
endfunction()

# gigaplan_hot(sim): tests compute long in this library, so it is optimised even where nothing else is.
function(gigaplan_hot name)
  if(GIGAPLAN_SANITIZE)
    target_compile_options(gigaplan_${name} PRIVATE -O1)
  endif()
endfunction()

# What every test needs that does not run under the sanitizers: whoever adds such a test can't forget its program.
add_custom_target(outside)

# gigaplan_test(base [libraries...] [ENVIRONMENT NAME=value...] [TIMEOUT seconds] [LABEL label]): all .cpp of the current folder as one
# doctest program, and each of its files as one ctest, base.quantity for quantity_test.cpp. tests/main.cpp fails where
# a filter matches no case, so that no entry can pass empty. ENVIRONMENT overrides GIGAPLAN_ASAN_OPTIONS for one folder.
set(GIGAPLAN_ASAN_OPTIONS "detect_leaks=1:strict_string_checks=1:check_initialization_order=1"
    CACHE STRING "ASAN_OPTIONS of every test, where one does not say otherwise")
function(gigaplan_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT;LABEL" "ENVIRONMENT")
  if(NOT DEFINED arg_LABEL)
    set(arg_LABEL unit)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${PROJECT_SOURCE_DIR}/tests/main.cpp ${sources})
  target_link_libraries(test_${name} PRIVATE ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(test_${name} PRIVATE GIGAPLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(NOT arg_LABEL STREQUAL unit)
    add_dependencies(outside test_${name})
  endif()
  if(NOT DEFINED arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  list(FILTER sources INCLUDE REGEX "_test\\.cpp$")
  foreach(source ${sources})
    get_filename_component(stem ${source} NAME_WE)
    string(REGEX REPLACE "_test$" "" stem ${stem})
    add_test(NAME ${name}.${stem} COMMAND test_${name} --source-file=*/tests/${name}/${stem}_test.cpp)
    set_tests_properties(${name}.${stem} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
      ENVIRONMENT "ASAN_OPTIONS=${GIGAPLAN_ASAN_OPTIONS};UBSAN_OPTIONS=print_stacktrace=1;${arg_ENVIRONMENT}")
  endforeach()
endfunction()

# gigaplan_python_test(house.rules file.py [ENVIRONMENT NAME=value...] [TIMEOUT seconds] [LABEL label]): a Python unittest
# file as one ctest. It gets GIGAPLAN_SOURCE_DIR; Python writes no byte code into the tree.
function(gigaplan_python_test name file)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "TIMEOUT;LABEL" "ENVIRONMENT")
  if(NOT DEFINED arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  if(NOT DEFINED arg_LABEL)
    set(arg_LABEL outside)
  endif()
  add_test(NAME ${name} COMMAND ${Python3_EXECUTABLE} -B ${file})
  string(REGEX MATCHALL "TARGET_FILE:[a-z_]+" programs "${arg_ENVIRONMENT}")
  foreach(program ${programs})
    string(REPLACE "TARGET_FILE:" "" program ${program})
    add_dependencies(outside ${program})
  endforeach()
  set_tests_properties(${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
    ENVIRONMENT "GIGAPLAN_SOURCE_DIR=${PROJECT_SOURCE_DIR};ASAN_OPTIONS=${GIGAPLAN_ASAN_OPTIONS};${arg_ENVIRONMENT}")
  if(GIGAPLAN_SANITIZE)
    set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT GIGAPLAN_SANITIZED=1)
  endif()
endfunction()
