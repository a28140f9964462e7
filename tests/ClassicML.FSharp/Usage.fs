/// What a user of F# writes, who has no variance and no `with` for records of C#: tests/ClassicML.Tests/FSharpTests.cs runs it.
module ClassicML.FSharp.Usage

open System
open ClassicML
open ClassicML.Linear
open ClassicML.Metrics
open ClassicML.ModelSelection
open ClassicML.Preprocessing

/// Scaled logistic regression of a strength.
let pipeline strength =
    ClassifierPipeline(StandardScaler().AsTransformer(), LogisticRegression(C = strength).AsClassifier())

/// The share of the test rows that a pipeline tells rightly.
let accuracy (train: ClassificationData) (test: ClassificationData) =
    pipeline(1.0).Fit(train).Score(test)

/// A search over strengths, by the log loss.
let search (data: ClassificationData) =
    let grid =
        ParameterGrid.For(pipeline 1.0).Vary("C", [ 0.01; 1.0; 100.0 ], Func<_, _, _>(fun _ strength -> pipeline strength))

    GridSearch(grid.Candidates, Metric = ClassificationMetric.LogLoss).Fit(data)

/// The mean R² of a ridge regression behind a scaler, over five folds.
let regression (data: RegressionData) =
    let learner = RegressorPipeline(StandardScaler().AsTransformer(), Ridge(Alpha = 1.0).AsRegressor())
    CrossValidation.Run(learner.AsRegressor(), data).Mean(RegressionMetric.R2)
