namespace ClassicML.Testing;

/// <summary>Forms of learners and models.</summary>
internal static class FormChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s) =>
    [
        new(ContractTopic.Forms, "A model written and read predicts the same", () => Model(s)),
        new(ContractTopic.Forms, "A learner written and read fits the same model", () => Learner(s)),
    ];

    private static void Model(Subject s)
    {
        Samples rows = s.Rows();
        IModel model = s.Fit(rows), read = s.Copy(model);
        Expect.Equal(s.Registry.Write(model), s.Registry.Write(read), "the form of the model that was read");
        Expect.Same(AnyLearner.Outputs(model, rows.X), AnyLearner.Outputs(read, rows.X), "what the model says that was read");
        if (model is IClassifierModel classifier)
            Expect.True(classifier.Predict(rows.X).AsSpan().SequenceEqual(((IClassifierModel)read).Predict(rows.X)),
                "the model that was read predicts other classes");
    }

    private static void Learner(Subject s)
    {
        object read = s.Copy(s.Learner);
        Expect.Equal(s.Registry.Write(s.Learner), s.Registry.Write(read), "the form of the learner that was read");
        Expect.Equal(s.Written(s.Fit(s.Rows())), s.Written(AnyLearner.Fit(read, s.Rows())), "the model of the learner that was read");
    }
}
