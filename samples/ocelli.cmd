@echo off
rem The command line, from any folder, once the checkout is built. OCELLI_OPTS holds options for the JVM.
setlocal
set "target=%~dp0target"
if not exist "%target%\ocelli-samples.jar" (
    echo ocelli is not built yet; in the checkout run: mvn -B -DskipTests package 1>&2
    exit /b 2
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -Djava.awt.headless=true -XX:+UseSerialGC %OCELLI_OPTS% -cp "%target%\ocelli-samples.jar;%target%\lib\*" io.ocelli.samples.Cli %*
exit /b %ERRORLEVEL%
