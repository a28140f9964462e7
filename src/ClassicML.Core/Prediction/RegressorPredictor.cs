using ClassicML.Internal;

namespace ClassicML;

/// <summary>A regressor that predicts one row at a time, in a service for example: what a batch predicts, as soon as can be.</summary>
/// <inheritdoc cref="ClassifierPredictor" path="/remarks"/>
public sealed class RegressorPredictor
{
    private readonly IRowRegressor? rows;

    internal RegressorPredictor(IRegressorModel model)
    {
        Model = Check.NotNull(model, nameof(model));
        rows = model.As<IRowRegressor>();
    }

    /// <summary>The model.</summary>
    public IRegressorModel Model { get; }

    /// <summary>Whether a prediction of a row of numbers allocates nothing.</summary>
    public bool AllocatesNothing => rows is not null;

    /// <summary>A row to fill by the names of columns; make one a thread and use it again.</summary>
    public RowInput NewRow() => new(Model);

    /// <summary>The number that is predicted for a row.</summary>
    /// <param name="row">p values in the order of <see cref="IModel.FeatureNames"/>; NaN means missing.</param>
    /// <exception cref="ArgumentException">The row is of another width, or a value is not allowed.</exception>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowChecks.Row(row, Model);
        return rows is not null ? rows.PredictRow(row) : Model.Predict(Matrix.Wrap(row.ToArray(), 1, row.Length))[0];
    }

    /// <summary>The number that is predicted for a row that was filled by the names of columns.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double})"/>
    public double Predict(RowInput row)
    {
        Check.NotNull(row, nameof(row)).CheckMadeFor(Model);
        return rows is not null && row.HoldsNumbers ? Predict(row.Values) : Model.Predict(row.ToFeatures())[0];
    }
}
