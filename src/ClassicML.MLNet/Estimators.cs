namespace ClassicML.MLNet;

/// <summary>Learners of this library as estimators of ML.NET: for Append, Evaluate, CrossValidate, Transform, prediction engines and saving.</summary>
/// <remarks>
/// <code>
/// var ml = new MLContext();
/// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
///     .Append(ml.Transforms.Concatenate("Features", "sepal length", "petal length"))
///     .Append(new StandardScaler().Then(new SvmClassifier()).ToEstimator(ml))
///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
/// </code>
/// Searches are learners too: an estimator of a search tunes itself on the rows that it is given. Models are those of the learner on the same numbers; single
/// precision comes in by ML.NET's columns alone. Labels and rows that are missing a label are refused, where ML.NET's own trainers skip them.
/// </remarks>
public static class Estimators
{
    /// <summary>
    /// A classifier. Labels that are truth values give "PredictedLabel", "Score" (positive for true: the decision score, else the log-odds) and, where the
    /// model has probabilities, "Probability"; all other labels a key "PredictedLabel" that stands for the labels' values, and a vector "Score" with a number
    /// for each class: its probability, else its decision score.
    /// </summary>
    /// <param name="classifier">The learner: a pipeline, a calibrated one or a search as well.</param>
    /// <param name="context">Where models are saved and loaded.</param>
    /// <param name="columns">The columns that it reads and writes; null, the default, for ML.NET's own names.</param>
    public static IEstimator<ModelTransformer> ToEstimator(
        this IClassifier<IClassifierModel> classifier, MLContext context, MLNetColumns? columns = null)
    {
        Check.NotNull(classifier, nameof(classifier));
        return Of(context, columns, LabelUse.Classes, (names, input) => ColumnShapes.OfClassifier(input, names), rows => classifier.Fit(rows.Classes()));
    }

    /// <summary>A regressor: it gives "Score", the predicted number.</summary>
    /// <param name="regressor">The learner: a pipeline or a search as well.</param>
    /// <param name="context">Where models are saved and loaded.</param>
    /// <param name="columns">The columns that it reads and writes; null, the default, for ML.NET's own names.</param>
    public static IEstimator<ModelTransformer> ToEstimator(
        this IRegressor<IRegressorModel> regressor, MLContext context, MLNetColumns? columns = null)
    {
        Check.NotNull(regressor, nameof(regressor));
        return Of(context, columns, LabelUse.Numbers, (names, _) => ColumnShapes.OfRegressor(names), rows => regressor.Fit(rows.Numbers()));
    }

    /// <summary>
    /// An outlier detector, which reads no labels: it gives "PredictedLabel", true for an outlier, and "Score", which is the higher the more a row is one, as
    /// ML.NET's detectors have it: this library's score with the other sign.
    /// </summary>
    /// <param name="detector">The learner.</param>
    /// <param name="context">Where models are saved and loaded.</param>
    /// <param name="columns">The columns that it reads and writes; null, the default, for ML.NET's own names.</param>
    public static IEstimator<ModelTransformer> ToEstimator(
        this IOutlierDetector<IOutlierModel> detector, MLContext context, MLNetColumns? columns = null)
    {
        Check.NotNull(detector, nameof(detector));
        return Of(context, columns, LabelUse.None, (names, _) => ColumnShapes.OfDetector(names), rows => detector.Fit(rows.Rows()));
    }

    /// <summary>A transformer, which reads no labels: it gives vectors, whose slots are named after its columns.</summary>
    /// <param name="transformer">The learner.</param>
    /// <param name="context">Where models are saved and loaded.</param>
    /// <param name="columns">The columns that it reads and writes; null, the default, for ML.NET's own names.</param>
    public static IEstimator<ModelTransformer> ToEstimator(
        this ITransformer<ITransformerModel> transformer, MLContext context, MLNetColumns? columns = null)
    {
        Check.NotNull(transformer, nameof(transformer));
        return Of(context, columns, LabelUse.None, (names, _) => ColumnShapes.OfTransformer(names), rows => transformer.Fit(rows.Rows()));
    }

    /// <summary>A transformer that learns from classes, such as a discriminant projection: it gives vectors, whose slots are named after its columns.</summary>
    /// <param name="transformer">The learner.</param>
    /// <param name="context">Where models are saved and loaded.</param>
    /// <param name="columns">The columns that it reads and writes; null, the default, for ML.NET's own names.</param>
    public static IEstimator<ModelTransformer> ToEstimator(
        this ISupervisedTransformer<ITransformerModel> transformer, MLContext context, MLNetColumns? columns = null)
    {
        Check.NotNull(transformer, nameof(transformer));
        return Of(context, columns, LabelUse.Classes, (names, _) => ColumnShapes.OfTransformer(names), rows => transformer.Fit(rows.Classes()));
    }

    /// <summary>A transformer that learns from numbers, such as a choice by correlation: it gives vectors, whose slots are named after its columns.</summary>
    /// <param name="transformer">The learner.</param>
    /// <param name="context">Where models are saved and loaded.</param>
    /// <param name="columns">The columns that it reads and writes; null, the default, for ML.NET's own names.</param>
    public static IEstimator<ModelTransformer> ToRegressionEstimator(
        this IRegressionTransformer<ITransformerModel> transformer, MLContext context, MLNetColumns? columns = null)
    {
        Check.NotNull(transformer, nameof(transformer));
        return Of(context, columns, LabelUse.Numbers, (names, _) => ColumnShapes.OfTransformer(names), rows => transformer.Fit(rows.Numbers()));
    }

    private static LearnerEstimator Of(
        MLContext context, MLNetColumns? columns, LabelUse use, Func<MLNetColumns, SchemaShape, SchemaShape.Column[]> outputs, Func<FitRows, IModel> fit)
    {
        MLNetModels.EnsureRegistered(Check.NotNull(context, nameof(context)));
        MLNetColumns names = columns ?? new MLNetColumns();
        return new LearnerEstimator(context.ComponentCatalog, names, use, input => outputs(names, input), fit);
    }
}
