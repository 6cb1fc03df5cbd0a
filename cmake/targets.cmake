# One library a folder. Every target gets the same language level and warnings; dependencies are written where they are used.

add_library(gigaplan_options INTERFACE)
target_compile_features(gigaplan_options INTERFACE cxx_std_20)
target_include_directories(gigaplan_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(gigaplan_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
if(GIGAPLAN_SANITIZE)
  target_compile_options(gigaplan_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                    -fno-omit-frame-pointer)
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

# gigaplan_test(base [libraries...]): all .cpp of the current folder as one doctest program, each case a ctest.
function(gigaplan_test name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_executable(test_${name} ${PROJECT_SOURCE_DIR}/tests/main.cpp ${sources})
    target_link_libraries(test_${name} PRIVATE ${ARGN})
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(test_${name} PRIVATE GIGAPLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND test_${name})
  endif()
endfunction()
