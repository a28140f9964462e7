using ClassicML.Internal;

namespace ClassicML;

/// <summary>A classifier that predicts one row at a time, in a service for example: what a batch predicts, as soon as can be.</summary>
/// <remarks>
/// Safe to use from several threads. Rows of numbers go to a model that is an <see cref="IRowClassifier"/> as they are, and then nothing is
/// allocated (<see cref="AllocatesNothing"/>); other models get a batch of one row.
/// </remarks>
public sealed class ClassifierPredictor
{
    private readonly IRowClassifier? rows;
    private readonly IProbabilisticModel? shares;

    internal ClassifierPredictor(IClassifierModel model)
    {
        Model = Check.NotNull(model, nameof(model));
        rows = model.As<IRowClassifier>();
        shares = model.As<IProbabilisticModel>();
    }

    /// <summary>The model.</summary>
    public IClassifierModel Model { get; }

    /// <summary>Whether the model has probabilities.</summary>
    public bool HasProbabilities => shares is not null;

    /// <summary>Whether a prediction of a row of numbers allocates nothing.</summary>
    public bool AllocatesNothing => rows is not null;

    /// <summary>A row to fill by the names of columns; make one a thread and use it again.</summary>
    public RowInput NewRow() => new(Model);

    /// <summary>The class of a row, and the probability of each class.</summary>
    /// <param name="row">p values in the order of <see cref="IModel.FeatureNames"/>; NaN means missing.</param>
    /// <param name="probabilities">Receives K probabilities in the order of the labels; empty, the default, where they are not wanted.</param>
    /// <returns>The code of the class, in [0, K): <c>Model.Labels[code]</c> is its name.</returns>
    /// <exception cref="ArgumentException">The row is of another width, a value is not allowed, there is not room for K probabilities, or the model has none.
    /// </exception>
    public int Predict(ReadOnlySpan<double> row, Span<double> probabilities = default)
    {
        CheckProbabilities(probabilities.Length);
        RowChecks.Row(row, Model);
        return rows is not null ? rows.PredictRow(row, probabilities) : Predict(Matrix.Wrap(row.ToArray(), 1, row.Length), probabilities);
    }

    /// <summary>The class of a row that was filled by the names of columns.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, Span{double})"/>
    public int Predict(RowInput row, Span<double> probabilities = default)
    {
        Check.NotNull(row, nameof(row)).CheckMadeFor(Model);
        if (rows is not null && row.HoldsNumbers) return Predict(row.Values, probabilities);
        CheckProbabilities(probabilities.Length);
        return Predict(row.ToFeatures(), probabilities);
    }

    private int Predict(Features x, Span<double> probabilities)
    {
        if (probabilities.Length > 0) shares!.PredictProbabilities(x).Span.CopyTo(probabilities);
        return Model.Predict(x)[0];
    }

    private void CheckProbabilities(int room)
    {
        if (room == 0) return;
        if (shares is null) throw new ArgumentException($"{Model.GetType().Name} has no probabilities; calibrate it (CalibratedClassifier)", "probabilities");
        Check.Length(room, Model.Labels.Count, "probabilities", "class");
    }
}
