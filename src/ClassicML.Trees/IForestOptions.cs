namespace ClassicML.Trees;

/// <summary>The options that all learners of forests have.</summary>
internal interface IForestOptions : ITreeOptions
{
    int TreeCount { get; }

    bool Bootstrap { get; }

    double SampleShare { get; }

    int? MaxBins { get; }

    bool OutOfBag { get; }
}

/// <summary>The options of learners of classification forests.</summary>
internal interface IClassForestOptions : IForestOptions
{
    SplitCriterion Criterion { get; }

    ClassWeights ClassWeights { get; }

    bool BalanceSamples { get; }

    ForestVoting Voting { get; }
}

/// <summary>The options of learners of regression forests.</summary>
internal interface INumberForestOptions : IForestOptions
{
    RegressionCriterion Criterion { get; }
}
