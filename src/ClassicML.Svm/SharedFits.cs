namespace ClassicML.Svm;

/// <summary>What fits on the same rows have in common: the kernel, and C, which bounds the dual variables.</summary>
internal interface IKernelLearner<TSelf>
{
    double C { get; }

    KernelFunction Kernel { get; }

    int MemoryMegabytes { get; }

    /// <summary>The same learner of another kernel and C.</summary>
    TSelf With(KernelFunction kernel, double c);
}

/// <summary>Fits candidates on the same rows, each with the bits of a plain fit.</summary>
internal static class SharedFits
{
    /// <summary>Kernel by kernel, so that one matrix at a time is held; and by rising C, since machines that met no bound are those of
    /// every larger C.</summary>
    /// <param name="learners">The candidates, of one memory limit.</param>
    /// <param name="x">The data, which rules for γ look at.</param>
    /// <param name="training">The rows to train on.</param>
    /// <param name="fit">Fits a learner whose kernel is resolved; it is given the fit of the same learner with the next smaller C, or
    /// null.</param>
    public static TModel[] Run<TLearner, TSolved, TModel>(
        TLearner[] learners, Features x, TrainingRows training,
        Func<TLearner, IKernelSource, (TSolved Solved, TModel Model)?, (TSolved Solved, TModel Model)> fit)
        where TLearner : class, IKernelLearner<TLearner>
    {
        TLearner[] resolved = Array.ConvertAll(learners, learner => learner.With(learner.Kernel.Resolve(x), learner.C));
        var models = new TModel[resolved.Length];
        foreach (IGrouping<KernelFunction, int> group in Enumerable.Range(0, resolved.Length).GroupBy(i => resolved[i].Kernel))
        {
            IKernelSource source = training.Source(group.Key, resolved[0].MemoryMegabytes, int.MaxValue, shared: true);
            var fitted = new Dictionary<TLearner, (TSolved, TModel Model)>();
            foreach (int i in group.OrderBy(i => resolved[i].C))
            {
                TLearner but = resolved[i].With(group.Key, 1);
                fitted[but] = fit(resolved[i], source, fitted.TryGetValue(but, out var narrower) ? narrower : null);
                models[i] = fitted[but].Model;
            }
        }
        return models;
    }
}
