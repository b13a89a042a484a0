"""ipykernel's application without what somebody may have left for it: configuration and start-up files."""

from ipykernel.kernelapp import IPKernelApp

__all__ = ["KernelApp"]


class KernelApp(IPKernelApp):
    """A kernel that reads no configuration and runs no file when it starts."""

    def load_config_file(self, *args, **kwargs):
        """Read no configuration, neither a profile's nor the system's."""

    def _run_startup_files(self):
        """Run none, neither a profile's nor the one that PYTHONSTARTUP names."""
