"""nbgrader's preprocessors: test cells restored, submissions executed, hidden tests kept off the page."""
