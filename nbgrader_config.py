"""nbgrader's configuration for this course: the folders, what is released, how cells are graded."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "approximate_inference"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.py"]

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}

c.Execute.timeout = 120
c.Execute.shutdown_kernel = "immediate"

c.Autograde.autograde_preprocessors = [
    "grader.execution.ExecuteWhatCounts",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.ZipCollectApp.extractor_plugin = "grader.collect.UnpackOneByOne"
c.ZipCollectApp.collector_plugin = "grader.collect.MoodleOrCanvas"

c.AssignLatePenalties.plugin_class = "grader.late.PenaltyPerDay"
c.PenaltyPerDay.percent_per_day = 0  # 10: each started day costs a tenth of the score; 0: nobody loses a point
c.PenaltyPerDay.grace_hours = 1
c.PenaltyPerDay.days = 7  # after these nothing counts

c.ExportApp.plugin_class = "grader.grades.GradesByExercise"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "grader.feedback.HideHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
