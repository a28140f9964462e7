namespace ClassicML.Cnn.Training;

/// <summary>Does training steps on a device over images that it holds.</summary>
internal interface ITrainingEngine : IDisposable
{
    /// <summary>Where it runs, in words.</summary>
    string Description { get; }

    /// <summary>Takes parameters, moments and the number of steps.</summary>
    void Load(TrainingState from);

    /// <summary>Gives them back.</summary>
    void Save(TrainingState to);

    /// <summary>One step on a batch.</summary>
    /// <param name="rows">The rows of the batch, at most as many as the engine was made for.</param>
    /// <param name="weights">The weight of each; the loss is the sum of weighted losses over the number of rows.</param>
    void Step(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> weights);

    /// <summary>The sums of weighted losses and of the weights of rows whose class was found, while training.</summary>
    /// <param name="reset">Whether they start anew afterwards.</param>
    (double Loss, double Correct) Totals(bool reset);
}
