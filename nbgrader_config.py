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

c.ExportApp.plugin_class = "grader.grades.GradesByExercise"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "grader.feedback.HideHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
