"""What crosses between a student's process and the test runner: plain data, decoded as untrusted."""
