namespace ClassicML;

/// <summary>A classifier's model that predicts a row from where it lies, without allocating: the bits that a batch gives. For predictors.</summary>
/// <remarks>
/// A model that can is asked by <see cref="IModel.As{T}"/>, so that pipelines and searches can too. Rows have been held against the width and
/// <see cref="Features.MaxMagnitude"/>; NaN means missing, and is refused where the model's batch refuses it. Safe to use from several threads.
/// </remarks>
public interface IRowClassifier
{
    /// <summary>The class of a row.</summary>
    /// <param name="row">p values.</param>
    /// <param name="probabilities">Receives K probabilities; empty where they are not wanted, or the model has none.</param>
    /// <returns>The code of the class, in [0, K).</returns>
    /// <exception cref="ArgumentException">A value is missing, and the model takes none such.</exception>
    int PredictRow(ReadOnlySpan<double> row, Span<double> probabilities);
}

/// <summary>The same of a regressor's model.</summary>
/// <inheritdoc cref="IRowClassifier" path="/remarks"/>
public interface IRowRegressor
{
    /// <summary>The number that is predicted for a row.</summary>
    /// <param name="row">p values.</param>
    /// <exception cref="ArgumentException">A value is missing, and the model takes none such.</exception>
    double PredictRow(ReadOnlySpan<double> row);
}

/// <summary>The same of a transformer's model.</summary>
/// <inheritdoc cref="IRowClassifier" path="/remarks"/>
public interface IRowTransformer
{
    /// <summary>Maps a row.</summary>
    /// <param name="row">p values.</param>
    /// <param name="destination">Receives as many values as <see cref="ITransformerModel.OutputCount"/> says.</param>
    /// <exception cref="ArgumentException">A value is missing, and the model takes none such.</exception>
    void TransformRow(ReadOnlySpan<double> row, Span<double> destination);
}
