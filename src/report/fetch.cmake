# Fetches what package.json pins, into FOLDER; npm checks the integrity that package-lock.json states.
# cmake -DNPM=... -DSOURCE=... -DFOLDER=... -P fetch.cmake
file(MAKE_DIRECTORY "${FOLDER}")
foreach(file package.json package-lock.json)
  configure_file("${SOURCE}/${file}" "${FOLDER}/${file}" COPYONLY)
endforeach()
execute_process(COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
                WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
set(library "${FOLDER}/node_modules/echarts/dist/echarts.min.js")
if(NOT result EQUAL 0 OR NOT EXISTS "${library}")
  message(FATAL_ERROR "${output}\nApache ECharts, which draws the charts of report.html, could not be fetched. npm needs its "
                      "registry for that, once a build folder. Without: cmake --preset <preset> -DGIGAPLAN_CHARTS=OFF; "
                      "report.html then has its tables only.")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E touch "${library}")  # npm keeps the time of the package
