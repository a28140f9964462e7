namespace ClassicML.Svm;

/// <summary>Makes a model of solved machines: the support vectors of all of them, once each, class by class.</summary>
internal static class ClassifierAssembly
{
    public static SvmClassifierModel Model(
        SvmClassifier learner, KernelFunction kernel, SolvedMachine[] machines, ClassRows rows, TrainingRows training,
        ClassificationData data, TimeSpan elapsed)
    {
        ClassLabels labels = data.Labels;
        Features x = training.X;
        bool[] supports = new bool[x.RowCount];
        foreach (SolvedMachine machine in machines)
            for (int k = 0; k < machine.Problem.Count; k++)
                if (machine.Result.Values[k] != 0) supports[machine.Problem.Items[k]] = true;
        int[] items = [.. Enumerable.Range(0, supports.Length).Where(i => supports[i])];
        int[] place = new int[supports.Length], counts = new int[labels.Count];
        for (int s = 0; s < items.Length; s++) place[items[s]] = s;
        for (int k = 0; k < counts.Length; k++) counts[k] = supports.AsSpan(rows.Start(k), rows.Count(k)).Count(true);

        bool pairs = learner.MultiClass == SvmMultiClass.OneVersusOne && labels.Count > 2;
        int machineRows = labels.Count == 2 ? 1 : pairs ? labels.Count - 1 : labels.Count;
        double[] dual = new double[machineRows * items.Length];
        double[] intercepts = new double[labels.Count == 2 ? 1 : pairs ? labels.Count * (labels.Count - 1) / 2 : labels.Count];
        Array.Fill(intercepts, double.NaN);
        foreach (SolvedMachine machine in machines)
        {
            int at = labels.Count == 2 ? 0 :
                pairs ? SvmClassifierModel.PairIndex(machine.Positive, machine.Negative, labels.Count) : machine.Positive;
            intercepts[at] = machine.Intercept;
            for (int k = 0; k < machine.Problem.Count; k++)
            {
                if (machine.Result.Values[k] == 0) continue;
                int item = machine.Problem.Items[k];
                int row = !pairs ? at : item < rows.Start(machine.Positive + 1) && item >= rows.Start(machine.Positive)
                    ? machine.Negative - 1 : machine.Positive;
                dual[row * items.Length + place[item]] = machine.Result.Values[k] / machine.Scale;
            }
        }
        return new SvmClassifierModel(
            kernel, learner.MultiClass, labels, x.SelectRows(items), Array.ConvertAll(items, i => rows.Order[i]), counts,
            Matrix.Wrap(dual, machineRows, items.Length), intercepts,
            SmoReports.Classification(learner, machines, items.Length).Ended(learner, elapsed, data.FeatureNames),
            training.CentreFor(kernel));
    }
}
