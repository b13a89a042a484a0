"""nbgrader's configuration for this course: the folders, what is released, how cells are graded."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "approximate_inference"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.py"]

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}

# What a submission may use up; `grader autograde` keeps to all of it, nbgrader to seconds and output.
c.Execute.timeout = 120  # seconds a cell
c.Limits.submission_seconds = 600
c.Limits.memory_mb = 4000
c.Limits.processes = 64
c.Limits.written_file_mb = 200
c.Limits.output_mb = 20  # a cell
c.Limits.notebook_mb = 50  # a file that is handed in
c.Isolation.sandbox = "auto"  # "required": nothing is graded without bubblewrap; "none"
c.Isolation.tests = "isolated"  # test cells run in a process of their own; "kernel": in the student's
c.Execute.shutdown_kernel = "immediate"

# What this course brings besides its notebooks.
c.CourseCode.checks = ["grader.checks", "grader.checking", "course_checks"]
c.CourseCode.portable = ["grader.checks"]
c.CourseCode.failures = "grader.checking.failures"
c.CourseCode.student = ["grader"]
c.CourseCode.readable = ["data/sms_spam"]
c.CourseCode.ungraded_tags = ["picture", "example", "real-data"]

c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "nbautograde.preprocessors.restore_cells.RestoreCells",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "nbautograde.preprocessors.execute_graded.ExecuteGraded",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.ZipCollectApp.extractor_plugin = "nbautograde.plugins.collect.UnpackOneByOne"
c.ZipCollectApp.collector_plugin = "nbautograde.plugins.collect.MoodleOrCanvas"

c.AssignLatePenalties.plugin_class = "nbautograde.plugins.late.PenaltyPerDay"
c.PenaltyPerDay.percent_per_day = 0  # 10: each started day costs a tenth of the score; 0: nothing
c.PenaltyPerDay.grace_hours = 1
c.PenaltyPerDay.days = 7  # after these nothing counts

c.ExportApp.plugin_class = "nbautograde.grades.grades.GradesByExercise"
c.GenerateFeedback.exporter_class = "nbautograde.feedback.page.FeedbackPage"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbautograde.preprocessors.hide_hidden_tests.HideHiddenTests",
    "nbautograde.preprocessors.hide_hidden_tests.TellStatus",
    "nbautograde.feedback.points.SumUp",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
